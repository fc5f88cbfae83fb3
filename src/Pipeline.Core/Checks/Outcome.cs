namespace Pipeline.Core.Checks;

/// <summary>The end of one check, ordered from best to worst: of several, the greatest wins.</summary>
public enum Outcome
{
    /// <summary>The check does not apply here, for instance because there is no champion yet.</summary>
    Skipped,

    /// <summary>What was measured keeps to the criterion.</summary>
    Passed,

    /// <summary>There are too few samples, or the confidence interval lies on both sides of the limit.</summary>
    Inconclusive,

    /// <summary>The sensor broke; that says nothing about the thing it should have measured.</summary>
    Errored,

    /// <summary>What was measured breaks the criterion.</summary>
    Failed,
}
