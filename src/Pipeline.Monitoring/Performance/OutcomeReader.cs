using System.Globalization;
using Pipeline.Models;
using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Performance;

/// <summary>Reads what came true as a number: a class by its name or by the number that it is, or the number itself.</summary>
internal sealed class OutcomeReader
{
    private readonly bool _areNumbers;
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _classNumbers = [];

    /// <param name="signature">Of the model that answered.</param>
    public OutcomeReader(ModelSignature signature)
    {
        _areNumbers = signature.Label is ModelLabel.Number;
        foreach (var (number, name) in ClassesOf(signature.Label).Index())
        {
            _classes.Add(name, number);
            if (NumberOf(name) is { } value)
                _classNumbers.TryAdd(value, number);
        }
    }

    /// <summary>How many were no class of the label, or no number.</summary>
    public long Unknown { get; private set; }

    /// <returns>NaN where nothing is known, or nothing of the label.</returns>
    public double Read(LoggedValue? outcome)
    {
        if (outcome is not { IsMissing: false } value)
            return double.NaN;
        var found = _areNumbers ? value.Number ?? NumberOf(value.Text!) : ClassOf(value);
        Unknown += found is null ? 1 : 0;
        return found ?? double.NaN;
    }

    private double? ClassOf(LoggedValue value) =>
        value.Text is { } name && _classes.TryGetValue(name, out var named) ? named
        : (value.Number ?? NumberOf(value.Text!)) is { } number && _classNumbers.TryGetValue(number, out var place) ? place
        : null;

    private static IReadOnlyList<string> ClassesOf(ModelLabel label) => label switch
    {
        ModelLabel.TwoClasses x => [x.Negative, x.Positive],
        ModelLabel.Classes x => x.Names,
        _ => [],
    };

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
}
