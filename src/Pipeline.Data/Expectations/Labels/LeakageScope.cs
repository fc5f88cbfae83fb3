namespace Pipeline.Data.Expectations.Labels;

/// <summary>Which columns are asked whether they give the label away.</summary>
public enum LeakageScope
{
    /// <summary>All that a model reads.</summary>
    Features,

    /// <summary>No column: leaks are not looked for.</summary>
    None,
}
