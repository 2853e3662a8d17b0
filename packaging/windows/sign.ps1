# Signs one file, if a certificate is named; otherwise does nothing. NOT YET RUN.
#
#   ICT_INVENTORY_CERTIFICATE   the SHA-1 thumbprint of a certificate in the store of this user
#   ICT_INVENTORY_TIMESTAMPS    the address of the time-stamp service that goes with it (RFC 3161)
param([Parameter(Mandatory = $true)] [string] $File)
$ErrorActionPreference = "Stop"
if (-not $env:ICT_INVENTORY_CERTIFICATE) { Write-Output "not signed: $File"; exit 0 }
if (-not $env:ICT_INVENTORY_TIMESTAMPS) { throw "ICT_INVENTORY_TIMESTAMPS is missing: without a time stamp the signature ends with the certificate" }
& signtool sign /sha1 $env:ICT_INVENTORY_CERTIFICATE /fd sha256 /tr $env:ICT_INVENTORY_TIMESTAMPS /td sha256 /d "ICT Inventory" $File
if ($LASTEXITCODE -ne 0) { throw "signtool ended with $LASTEXITCODE" }
& signtool verify /pa $File
if ($LASTEXITCODE -ne 0) { throw "the signature of $File is not accepted" }
