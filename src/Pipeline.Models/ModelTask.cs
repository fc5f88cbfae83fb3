namespace Pipeline.Models;

/// <summary>What kind of thing a model predicts.</summary>
public enum ModelTask
{
    /// <summary>One of two classes, with a score and usually a probability.</summary>
    BinaryClassification,

    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of several classes, with a score for each.</summary>
    MulticlassClassification,
}
