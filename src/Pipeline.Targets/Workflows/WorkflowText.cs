namespace Pipeline.Targets.Workflows;

/// <summary>Text in the YAML of a workflow.</summary>
internal static class WorkflowText
{
    /// <summary>A single-quoted scalar, which has no escapes but the doubled quote.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
