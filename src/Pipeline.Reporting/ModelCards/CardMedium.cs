namespace Pipeline.Reporting.ModelCards;

/// <summary>What a model card is written in, which decides how values are escaped.</summary>
public enum CardMedium
{
    /// <summary>GitHub's flavour of Markdown.</summary>
    Markdown,

    /// <summary>One page of HTML that loads nothing.</summary>
    Html,
}
