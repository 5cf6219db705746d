@{
    RootModule        = 'EmptyModule.dll'
    ModuleVersion     = '0.1.0'
    GUID              = 'b6c93c3d-52b4-4b3a-9a9a-6c1f6c3d0e11'
    Author            = 'The MySqlReplication founders'
    Description       = 'Nothing, to measure against.'
    CmdletsToExport   = @('Get-Nothing')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
