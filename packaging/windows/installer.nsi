; Installer for one user, without administrator rights. NOT YET RUN on Windows: see CHECKLIST.md.
; It is compiled on Linux by the tests with a stub as payload, so that it stays whole.
;
;   makensis /DVERSION=0.1.0 /DPAYLOAD=build\package\ict-inventory /DOUTFILE=setup.exe installer.nsi
Unicode true
!ifndef VERSION
  !error "VERSION is missing"
!endif
!ifndef PAYLOAD
  !error "PAYLOAD is missing: the folder build"
!endif
!ifndef OUTFILE
  !error "OUTFILE is missing"
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

; File /r knows only the separator of the system that compiles.
!ifdef NSIS_WIN32_MAKENSIS
  !define SLASH "\"
!else
  !define SLASH "/"
!endif

!define NAME "ICT Inventory"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ict-inventory"
!define CLASS "ICTInventory.Store"

Name "${NAME} ${VERSION}"
OutFile "${OUTFILE}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS Win10
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installer of ${NAME}"
VIAddVersionKey "LegalCopyright" "The makers of ${NAME}"
!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif

!define MUI_ABORTWARNING
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "Software\ict-inventory"
!define MUI_LANGDLL_REGISTRY_VALUENAME "InstallerLanguage"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${PAYLOAD}\licences\NOTICE.txt"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\ICT Inventory.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Russian"
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_RESERVEFILE_LANGDLL

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

; While a program runs its files cannot be replaced, but those beside it can: nothing is removed before.
!macro StopWhileRunning PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_ICONSTOP|MB_OK "ICT Inventory is running. Close it and start again." /SD IDOK
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; An earlier version goes first: a file that is no longer in the package must not stay behind. Only
; what an installer put there is removed, never a folder that somebody chose by mistake.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  RMDir /r "$INSTDIR\guide"
  Delete "$INSTDIR\ict-inventory.exe"
  Delete "$INSTDIR\ICT Inventory.exe"
  Delete "$INSTDIR\portable.txt.off"
  Delete "$INSTDIR\uninstall.exe"
!macroend

Section
  SetShellVarContext current
  !insertmacro StopWhileRunning "ICT Inventory.exe"
  !insertmacro StopWhileRunning "ict-inventory.exe"
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}${SLASH}*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\ICT Inventory.exe"

  WriteRegStr HKCU "Software\Classes\.ictinv" "" "${CLASS}"
  WriteRegStr HKCU "Software\Classes\.ictinv\OpenWithProgids" "${CLASS}" ""
  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "${NAME}"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\ICT Inventory.exe,0"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\ICT Inventory.exe" "%1"'
  ; Survey workbooks keep the program that opens them; this one is offered beside it.
  WriteRegStr HKCU "Software\Classes\Applications\ICT Inventory.exe\shell\open\command" "" '"$INSTDIR\ICT Inventory.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\Applications\ICT Inventory.exe\SupportedTypes" ".xlsx" ""
  WriteRegStr HKCU "Software\Classes\Applications\ICT Inventory.exe\SupportedTypes" ".ictinv" ""
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "The makers of ${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\ICT Inventory.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro StopWhileRunning "ICT Inventory.exe"
  !insertmacro StopWhileRunning "ict-inventory.exe"
  !insertmacro RemoveProgram
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\ict-inventory"
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  DeleteRegKey HKCU "Software\Classes\Applications\ICT Inventory.exe"
  ReadRegStr $0 HKCU "Software\Classes\.ictinv" ""
  StrCmp $0 "${CLASS}" 0 +2
    DeleteRegKey HKCU "Software\Classes\.ictinv"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
