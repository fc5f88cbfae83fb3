namespace Pipeline.Data.Schemas;

/// <summary>How a row's side is decided.</summary>
public enum SplitBy
{
    /// <summary>By a hash of its own values: a row keeps its side when others come and go.</summary>
    Hash,

    /// <summary>By chance, from a seed and its position; exactly as many rows as asked for.</summary>
    Random,

    /// <summary>By time: a model is judged by rows that are later than all that it learned from.</summary>
    Time,

    /// <summary>By the file it stands in.</summary>
    Files,
}
