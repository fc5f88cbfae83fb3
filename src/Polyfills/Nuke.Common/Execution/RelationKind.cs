namespace Nuke.Common.Execution;

/// <summary>The words of a definition that relate targets.</summary>
internal enum RelationKind
{
    DependsOn,
    DependentFor,
    Before,
    After,
    Triggers,
    TriggeredBy,
    Consumes,
}
