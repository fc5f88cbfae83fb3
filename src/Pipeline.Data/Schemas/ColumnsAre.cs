namespace Pipeline.Data.Schemas;

/// <summary>What the list of declared columns is.</summary>
public enum ColumnsAre
{
    /// <summary>Some of those in the file.</summary>
    Open,

    /// <summary>All of them, together with the label and what is ignored.</summary>
    Exhaustive,
}
