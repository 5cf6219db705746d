@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # The scripts define small verbs of their own (Step, Insert, Settle) for reading, not for export.
        'PSUseApprovedVerbs'
        'PSUseSingularNouns'
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
