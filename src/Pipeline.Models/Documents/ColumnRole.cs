namespace Pipeline.Models.Documents;

/// <summary>What a data column is to the model.</summary>
public enum ColumnRole
{
    /// <summary>The model reads it.</summary>
    Feature,

    /// <summary>The model predicts it.</summary>
    Label,

    /// <summary>The model never sees it: it was ignored, or is an identifier or a timestamp.</summary>
    Ignored,
}
