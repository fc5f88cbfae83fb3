namespace Scriban.Parsing;

public record ParserOptions
{
    public static readonly ParserOptions Default = new();

    /// <summary>How deeply blocks and expressions may nest before parsing stops with an error.</summary>
    public int ExpressionDepthLimit { get; init; } = 250;
}
