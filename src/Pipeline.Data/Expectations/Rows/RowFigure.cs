namespace Pipeline.Data.Expectations.Rows;

/// <summary>What of some rows is limited.</summary>
public enum RowFigure
{
    /// <summary>From 0 to 1.</summary>
    Share,

    Count,
}
