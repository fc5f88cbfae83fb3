using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>A rule that writes texts and categories otherwise.</summary>
internal abstract class TextRule<TOptions> : IRobustnessRule<TOptions>
    where TOptions : class, new()
{
    public abstract string Name { get; }

    public virtual bool Takes(ModelInput input) => input.IsWritten();

    public bool IsAdmitted(ModelSignature signature, ModelInput input) => signature.AnswersUnseen(input);

    public abstract DisturbedRows Disturb(RowsToDisturb rows, TOptions options);
}

/// <summary>A letter too many, one too few, or two the wrong way round.</summary>
internal sealed class Typos : TextRule<TyposOptions>
{
    public override string Name => "typos";

    public override DisturbedRows Disturb(RowsToDisturb rows, TyposOptions options) =>
        new(rows.ChangeTexts(options.Share, (string text, ModelInput _, ref SeededRandom random) =>
        {
            Rune[] letters = [.. text.EnumerateRunes()];
            for (var edit = 0; edit < options.Edits && letters.Length > 0; edit++)
                letters = Mistype(letters, ref random);
            return string.Concat(letters);
        }));

    /// <summary>A text of one letter is doubled, so that no text becomes an empty one, which would be missing.</summary>
    private static Rune[] Mistype(Rune[] letters, ref SeededRandom random)
    {
        var at = random.Below(letters.Length);
        var next = (at + 1) % letters.Length;
        switch (random.Below(3))
        {
            case 0 when letters.Length > 1:
                return [.. letters[..at], .. letters[(at + 1)..]];
            case 1 when letters[at] != letters[next]:
                (letters[at], letters[next]) = (letters[next], letters[at]);
                return letters;
            default:
                return [.. letters[..at], letters[at], .. letters[at..]];
        }
    }
}

internal sealed record TyposOptions
{
    [Description("How many mistakes a text gets.")]
    [Range(1, 100)]
    public int Edits { get; init; } = 1;

    [Description("The chance of each text.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.1;
}

/// <summary>Texts in capitals, or in none.</summary>
internal sealed class LetterCase : TextRule<LetterCaseOptions>
{
    public override string Name => "case";

    public override DisturbedRows Disturb(RowsToDisturb rows, LetterCaseOptions options) =>
        new(rows.ChangeTexts(options.Share, (string text, ModelInput _, ref SeededRandom _) => options.To switch
        {
            WrittenCase.Upper => text.ToUpperInvariant(),
            WrittenCase.Lower => text.ToLowerInvariant(),
            _ => string.Concat(text.EnumerateRunes().Select(Swap)),
        }));

    private static Rune Swap(Rune letter) =>
        Rune.IsUpper(letter) ? Rune.ToLowerInvariant(letter) : Rune.ToUpperInvariant(letter);
}

internal sealed record LetterCaseOptions
{
    [Description("How texts are written.")]
    public WrittenCase To { get; init; }

    [Description("The chance of each text.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.1;
}

internal enum WrittenCase
{
    [Description("Capitals become small letters, and these capitals.")]
    Swapped,

    [Description("In capitals.")]
    Upper,

    [Description("In small letters.")]
    Lower,
}

/// <summary>White space around texts, and twice between words.</summary>
internal sealed class Whitespace : TextRule<SomeValues>
{
    public override string Name => "whitespace";

    public override DisturbedRows Disturb(RowsToDisturb rows, SomeValues options) =>
        new(rows.ChangeTexts(options.Share, (string text, ModelInput _, ref SeededRandom random) => random.Below(3) switch
        {
            0 => $" {text}",
            1 => $"{text} ",
            _ => $" {text.Replace(" ", "  ", StringComparison.Ordinal)} ",
        }));
}

/// <summary>The words of texts in another order.</summary>
internal sealed class SwappedWords : TextRule<SomeValues>
{
    public override string Name => "swapped-words";

    public override bool Takes(ModelInput input) => input.Type == ColumnType.Text && input.IsWritten();

    public override DisturbedRows Disturb(RowsToDisturb rows, SomeValues options) =>
        new(rows.ChangeTexts(options.Share, (string text, ModelInput _, ref SeededRandom random) =>
        {
            var words = text.Split(' ');
            RowRules.Shuffle(words, ref random);
            return string.Join(' ', words);
        }));
}
