# Makes the folder build, the archive for a stick and the installer for Windows, in build\package.
# NOT YET RUN: see packaging\windows\CHECKLIST.md.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#
# Needs Python 3.11 or newer (py.exe), NSIS 3.08 or newer (makensis.exe). Signs if a certificate is
# named: see sign.ps1.
$ErrorActionPreference = "Stop"
$root = Resolve-Path (Join-Path $PSScriptRoot "..\..")
Set-Location $root
$env:PYTHONUTF8 = "1"

function Invoke-Checked {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with $LASTEXITCODE" }
}

$venv = "build\package\venv"
$python = "$venv\Scripts\python.exe"
if (-not (Test-Path $python)) { Invoke-Checked "py" @("-3", "-m", "venv", $venv) }
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", "requirements-dev.lock")
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--no-deps", "--editable", ".")
Invoke-Checked $python @("packaging\folder_build.py")

$folder = "build\package\ict-inventory"
$sign = Join-Path $PSScriptRoot "sign.ps1"
Get-ChildItem $folder -Filter *.exe | ForEach-Object { & $sign $_.FullName }
Invoke-Checked "$folder\ict-inventory.exe" @("--version")

$version = (& $python -c "import inventory_app; print(inventory_app.__version__)").Trim()
# An archive of a folder that may be carried on a stick: the marker is switched on in it.
$portable = "build\package\portable\ICT Inventory"
Remove-Item -Recurse -Force "build\package\portable" -ErrorAction SilentlyContinue
New-Item -ItemType Directory -Force "build\package\portable" | Out-Null
Copy-Item -Recurse $folder $portable
Move-Item "$portable\portable.txt.off" "$portable\portable.txt"
Compress-Archive -Force -Path $portable -DestinationPath "build\package\ict-inventory-$version-windows-portable.zip"

$setup = Join-Path $root "build\package\ict-inventory-$version-setup.exe"
$options = @("/V3", "/WX", "/DVERSION=$version", "/DPAYLOAD=$root\$folder", "/DOUTFILE=$setup",
             "/DICON=$root\build\package\ict-inventory.ico")
if ($env:ICT_INVENTORY_CERTIFICATE) {
    # No quotation marks: they would not arrive. makensis works in the folder of its script.
    $options += "/DSIGN=powershell -ExecutionPolicy Bypass -File sign.ps1"
}
Invoke-Checked "makensis" ($options + "packaging\windows\installer.nsi")
Write-Output $setup
