using System.Diagnostics;
using System.Text;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Models.Predictions;

/// <summary>What can come true of a model's predictions, as its label has it. Many threads may ask.</summary>
public sealed class OutcomeValues
{
    private const int MostShown = 10;

    /// <summary>Null for a model that predicts a number.</summary>
    private readonly KnownValues? _classes;

    public OutcomeValues(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var classes = ClassesOf(signature.Label);
        Accepted = classes is null ? "a number" : $"one of the classes {Listed(classes)}";
        if (classes is null)
            return;
        var label = new ModelInput(signature.Label.Column, ColumnType.Category, MayBeMissing: false, classes);
        _classes = new KnownValues(label, new ValueReader(label.DataType, signature.Spellings));
    }

    /// <summary>"a number", or "one of the classes 'no', 'yes'".</summary>
    public string Accepted { get; }

    /// <summary>The class of that text; null where there is none.</summary>
    public LoggedValue? OfText(string? text) => _classes?.Category(text) is { } name ? LoggedValue.Of(name) : null;

    /// <summary>The number, or the class that reads as it: "1.0" for 1.</summary>
    public LoggedValue? OfNumber(double number)
    {
        if (_classes is null)
            return double.IsFinite(number) ? LoggedValue.Of(number) : null;
        return _classes.Category(number) is { } name ? LoggedValue.Of(name) : null;
    }

    /// <summary>The class that reads as this truth: "True" for true.</summary>
    public LoggedValue? OfTruth(bool truth) => _classes?.Category(truth) is { } name ? LoggedValue.Of(name) : null;

    /// <summary>A text that may be a number, as files of separated values have it.</summary>
    public LoggedValue? OfWritten(ReadOnlySpan<byte> utf8) =>
        OfText(Encoding.UTF8.GetString(utf8)) ?? (NumberText.TryParse(utf8, out var number) ? OfNumber(number) : null);

    private static IReadOnlyList<string>? ClassesOf(ModelLabel label) => label switch
    {
        ModelLabel.TwoClasses two => [two.Positive, two.Negative],
        ModelLabel.Classes classes => classes.Names,
        ModelLabel.Number => null,
        _ => throw new UnreachableException(),
    };

    private static string Listed(IReadOnlyList<string> classes)
    {
        var shown = string.Join(", ", classes.Take(MostShown).Select(name => $"'{name}'"));
        return classes.Count > MostShown ? $"{shown} and {classes.Count - MostShown} more" : shown;
    }
}
