using System.Text;
using Pipeline.Core.Problems;
using Scriban.Parsing;
using Scriban;

namespace Pipeline.Reporting.ModelCards;

/// <summary>
/// A template of model cards that can be parsed: the toolkit's own, or a team's. Whatever a template prints is escaped for
/// its medium, so that no dataset or manifest can write markup; only the template's own text can.
/// </summary>
public sealed class CardTemplate
{
    private const int MostCharacters = 1_000_000;

    private CardTemplate(Template template, string file, CardMedium medium) =>
        (Template, File, Medium) = (template, file, medium);

    /// <summary>The toolkit's own Markdown card.</summary>
    public static CardTemplate Markdown { get; } = OfToolkit("model-card.md.sbn", CardMedium.Markdown);

    /// <summary>The toolkit's own HTML card.</summary>
    public static CardTemplate Html { get; } = OfToolkit("model-card.html.sbn", CardMedium.Html);

    public CardMedium Medium { get; }

    internal Template Template { get; }

    internal string File { get; }

    /// <summary>Reads a team's own template; problems carry the file, line and column.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">The path as the user knows it.</param>
    /// <param name="medium">What it writes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<Validated<CardTemplate>> ReadAsync(
        string path, string file, CardMedium medium, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MostCharacters * 4L })
            return Validated.Invalid<CardTemplate>(TooLong(file));

        return Parse(await System.IO.File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken), file, medium);
    }

    /// <param name="text">At most a million characters.</param>
    /// <param name="file">The path as the user knows it.</param>
    /// <param name="medium">What it writes.</param>
    public static Validated<CardTemplate> Parse(string text, string file, CardMedium medium)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostCharacters)
            return Validated.Invalid<CardTemplate>(TooLong(file));

        var template = Template.Parse(text, file);
        return template.HasErrors
            ? Validated.Invalid<CardTemplate>(template.Messages.Select(x => ProblemOf(x, file)))
            : Validated.Valid(new CardTemplate(template, file, medium));
    }

    private static Problem ProblemOf(LogMessage message, string file) =>
        new(file, message.Span.Start.Line + 1, message.Span.Start.Column + 1, message.Message);

    private static Problem TooLong(string file) =>
        new(file, null, null, $"A template of a model card has at most {MostCharacters} characters.");

    /// <param name="name">Of a resource of this assembly.</param>
    /// <param name="medium">What it writes.</param>
    internal static CardTemplate OfToolkit(string name, CardMedium medium)
    {
        using var stream = typeof(CardTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd().ReplaceLineEndings("\n"), name, medium).OrThrow();
    }
}

/// <summary>What a model card is written in, which decides how values are escaped.</summary>
public enum CardMedium
{
    /// <summary>GitHub's flavour of Markdown.</summary>
    Markdown,

    /// <summary>One page of HTML that loads nothing.</summary>
    Html,
}
