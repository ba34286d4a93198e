; The installing program of skilltrack: for one Windows account, without administrator rights.
;
; Exit codes: 0 done, 1 cancelled, 2 failed, 3 a newer version is installed, 4 the program is
; running, 5 the folder holds something else, 6 this Windows is too old.
; /S installs silently, /D=folder (last, without quotes) elsewhere. /UPDATE waits until the
; program has ended and starts it afterwards.

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
CRCCheck force
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
SetDateSave off
SetOverwrite on
AllowSkipFiles off

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!insertmacro VersionCompare

!define PRODUCT "skilltrack"
!define KEY "Software\SkillTrack"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SkillTrack"
!define CLASS "SkillTrack.Package"
!define START '"$INSTDIR\python\pythonw.exe" ${RUN}'

Name "${PRODUCT}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\SkillTrack"
InstallDirRegKey HKCU "${KEY}" "Folder"
BrandingText "${PRODUCT} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION_NUMBERS}"
VIAddVersionKey /LANG=1041 "ProductName" "${PRODUCT}"
VIAddVersionKey /LANG=1041 "FileDescription" "${PRODUCT}のインストーラー"
VIAddVersionKey /LANG=1041 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1041 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1041 "LegalCopyright" "MIT License"

!define MUI_ICON "${PROGRAM}\skilltrack.ico"
!define MUI_UNICON "${PROGRAM}\skilltrack.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "${PRODUCT} ${VERSION} のインストール"
!define MUI_WELCOMEPAGE_TEXT "お使いのアカウントだけにインストールします。$\r$\n管理者の権限は要りません。$\r$\n$\r$\n前の版が入っているときは、新しい版に置き換えます。$\r$\nデータファイル、設定、回答の下書きはそのまま残ります。$\r$\n$\r$\nこのプログラムはネットワークに接続しません。"
!define MUI_FINISHPAGE_TITLE "インストールが終わりました"
!define MUI_FINISHPAGE_TEXT "スタートメニューの「${PRODUCT}」から開きます。"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "${PRODUCT}を開く"
!define MUI_FINISHPAGE_RUN_FUNCTION start_program
!define MUI_UNCONFIRMPAGE_TEXT_TOP "${PRODUCT}をアンインストールします。データファイルは残ります。"
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "フォルダー"

!define MUI_ABORTWARNING_TEXT "インストールをやめますか。"
!define MUI_UNABORTWARNING
!define MUI_UNABORTWARNING_TEXT "アンインストールをやめますか。"
!define MUI_DIRECTORYPAGE_TEXT_TOP "ふつうは変える必要がありません。置き場所を指定されているときだけ、「参照」で選びます。"
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "インストール先のフォルダー"

!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "インストール先"
!define MUI_PAGE_HEADER_SUBTEXT "${PRODUCT}を入れるフォルダーを確かめます。"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE check_chosen_folder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_PAGE_HEADER_SUBTEXT "お使いのアカウントから${PRODUCT}を取り除きます。"
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.ask_settings un.take_settings
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Japanese"
UninstallButtonText "取り除く(&U)" ; the words of the language file are in half-width letters

Var IsUpdate
Var HasPrevious
Var Problem
Var Checkbox
Var RemovesSettings

; ---- what must hold before anything is touched ------------------------------------------------

!macro REFUSE code text
  MessageBox MB_OK|MB_ICONEXCLAMATION "${text}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Leaves 1 in $0 when the program in $INSTDIR is running: its library cannot be written then.
!macro LOOK_IF_RUNNING
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\python\python313.dll"
    ClearErrors
    FileOpen $1 "$INSTDIR\python\python313.dll" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro REFUSE 6 "Windows 10 または Windows 11 の端末でお使いください。"
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPDATE" $R1
  ${IfNot} ${Errors}
    StrCpy $IsUpdate 1
  ${EndIf}

  ReadRegStr $R1 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $R1 != ""
    ${VersionCompare} $R1 "${VERSION}" $R2
    ${If} $R2 = 1
      !insertmacro REFUSE 3 "新しい版（$R1）が入っています。この版（${VERSION}）に戻すには、先にアンインストールしてください。データファイルは残りますが、古い版では開けないことがあります。"
    ${EndIf}
  ${EndIf}

  ${If} $IsUpdate = 1
    StrCpy $R3 0
    ${Do}
      !insertmacro LOOK_IF_RUNNING
      ${If} $0 = 0
        ${ExitDo}
      ${EndIf}
      Sleep 500
      IntOp $R3 $R3 + 1
    ${LoopUntil} $R3 > 240
  ${EndIf}
  ${If} ${Silent}
    Call check_folder
    ${If} $Problem <> 0
      SetErrorLevel $Problem
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function check_chosen_folder
  Call check_folder
  ${If} $Problem <> 0
    Abort
  ${EndIf}
FunctionEnd

; Tells what is wrong with $INSTDIR and leaves the exit code in $Problem; 0 when nothing is.
Function check_folder
  StrCpy $Problem 0
  !insertmacro LOOK_IF_RUNNING
  ${If} $0 = 1
    StrCpy $Problem 4
    MessageBox MB_OK|MB_ICONEXCLAMATION "${PRODUCT}が開いています。すべてのウィンドウを閉じてから、もう一度実行してください。" /SD IDOK
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\program.json"
    Return
  ${EndIf}
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    ${If} $1 != "."
    ${AndIf} $1 != ".."
      StrCpy $Problem 5
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  ${If} $Problem = 5
    MessageBox MB_OK|MB_ICONEXCLAMATION "このフォルダーには別のファイルがあります。空のフォルダーか、新しいフォルダーを選んでください。$\r$\n$INSTDIR" /SD IDOK
  ${EndIf}
FunctionEnd

; ---- installing -------------------------------------------------------------------------------

; All but python, which is moved first: it cannot be moved while the program is running.
!macro MOVE_PROGRAM from to
  Rename "${from}\packages" "${to}\packages"
  Rename "${from}\licences" "${to}\licences"
  Rename "${from}\program.json" "${to}\program.json"
  Rename "${from}\sbom.cdx.json" "${to}\sbom.cdx.json"
  Rename "${from}\skilltrack.cmd" "${to}\skilltrack.cmd"
  Rename "${from}\skilltrack.ico" "${to}\skilltrack.ico"
  Rename "${from}\skilltrackを開く.cmd" "${to}\skilltrackを開く.cmd"
!macroend

!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\packages"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\program.json"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\skilltrack.cmd"
  Delete "$INSTDIR\skilltrack.ico"
  Delete "$INSTDIR\skilltrackを開く.cmd"
!macroend

Section
  ${If} ${FileExists} "$INSTDIR\program.json"
    ; The previous version is set aside and comes back if this one cannot be unpacked.
    RMDir /r "$INSTDIR\previous"
    CreateDirectory "$INSTDIR\previous"
    ClearErrors
    Rename "$INSTDIR\python" "$INSTDIR\previous\python"
    ${If} ${Errors}
      RMDir "$INSTDIR\previous"
      !insertmacro REFUSE 4 "${PRODUCT}が開いています。すべてのウィンドウを閉じてから、もう一度実行してください。"
    ${EndIf}
    StrCpy $HasPrevious 1
    !insertmacro MOVE_PROGRAM "$INSTDIR" "$INSTDIR\previous"
  ${EndIf}

  !include "${FILES}"

  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  RMDir /r "$INSTDIR\previous"

  WriteRegStr HKCU "${KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\skilltrack.ico"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "skilltrack"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1

  WriteRegStr HKCU "Software\Classes\.skilltrack" "" "${CLASS}"
  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "${PRODUCT}の配布ファイル"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\skilltrack.ico"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '${START} answer "%1"'
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"

  SetOutPath "$PROFILE"
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\python\pythonw.exe" "${RUN}" \
    "$INSTDIR\skilltrack.ico" 0 SW_SHOWNORMAL "" "デジタルスキルの診断・研修・資格の記録"
SectionEnd

Function .onInstSuccess
  ${If} $IsUpdate = 1
    Call start_program
  ${EndIf}
FunctionEnd

Function .onInstFailed
  ${If} $HasPrevious = 1
    SetOutPath "$PROFILE"
    !insertmacro REMOVE_PROGRAM
    Rename "$INSTDIR\previous\python" "$INSTDIR\python"
    !insertmacro MOVE_PROGRAM "$INSTDIR\previous" "$INSTDIR"
    RMDir "$INSTDIR\previous"
  ${EndIf}
FunctionEnd

Function start_program
  SetOutPath "$PROFILE"
  Exec '${START}'
FunctionEnd

; ---- uninstalling -----------------------------------------------------------------------------

Function un.onInit
  !insertmacro LOOK_IF_RUNNING
  ${If} $0 = 1
    !insertmacro REFUSE 4 "${PRODUCT}が開いています。すべてのウィンドウを閉じてから、もう一度実行してください。"
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/SETTINGS" $R1
  ${IfNot} ${Errors}
    StrCpy $RemovesSettings 1
  ${EndIf}
FunctionEnd

Function un.ask_settings
  !insertmacro MUI_HEADER_TEXT "残すもの" "データファイル（.db）とその控えは、どちらを選んでも残ります。"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 34u "このアカウントには、最近使ったファイルなどの設定と、回答の下書き・回答に署名する鍵があります。もう一度インストールする予定があるときは、残してください。"
  Pop $0
  ${NSD_CreateCheckbox} 0 42u 100% 12u "設定、回答の下書き、回答の鍵も削除する"
  Pop $Checkbox
  nsDialogs::Show
FunctionEnd

Function un.take_settings
  ${NSD_GetState} $Checkbox $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $RemovesSettings 1
  ${EndIf}
FunctionEnd

Section Uninstall
  ; Only what was installed: other files in the folder stay, and so does the folder then.
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"

  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  ReadRegStr $0 HKCU "Software\Classes\.skilltrack" ""
  ${If} $0 == "${CLASS}"
    DeleteRegKey HKCU "Software\Classes\.skilltrack"
  ${EndIf}
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"

  ${If} $RemovesSettings = 1
    Delete "$LOCALAPPDATA\skilltrack\skilltrack.ini"
    RMDir /r "$LOCALAPPDATA\skilltrack\Logs"
    RMDir /r "$LOCALAPPDATA\skilltrack\updates"
    RMDir "$LOCALAPPDATA\skilltrack"
    RMDir /r "$APPDATA\skilltrack"
  ${EndIf}
SectionEnd
