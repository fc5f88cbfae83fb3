using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Data.Profiling;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Windows;

/// <summary>Sums up one input or output of a window, and counts which of its values are faulty.</summary>
internal sealed class InputTally
{
    private readonly ModelInput? _input;
    private readonly ColumnAccumulator _values;
    private readonly HashSet<string>? _known;
    private double[] _numbers = [];
    private int[] _codes = [];
    private bool[] _isUnseen = [];
    private bool[] _isAccepted = [];

    /// <param name="name">Of the input or output.</param>
    /// <param name="input">Null for an output, which is a number.</param>
    /// <param name="isPersonal">Values leave no trace but counts.</param>
    public InputTally(string name, ModelInput? input, bool isPersonal)
    {
        (_input, Name) = (input, name);
        _values = new ColumnAccumulator(name, input?.DataType ?? DataType.Number, isPersonal);
        _known = input is { Categories: { } categories } ? new HashSet<string>(categories, StringComparer.Ordinal) : null;
    }

    public string Name { get; }

    public long Unseen { get; private set; }

    public long OutOfRange { get; private set; }

    public ColumnProfile ToProfile() => _values.ToProfile();

    public void AddMissing(long rows) => _values.AddMissing(rows);

    /// <param name="column">Null where the rows do not have it, and all of them miss it.</param>
    /// <param name="rows">Which of its rows; all of them where there are as many.</param>
    /// <param name="total">How many rows it has.</param>
    public void Add(PredictionColumn? column, ReadOnlySpan<int> rows, int total)
    {
        var isWhole = rows.Length == total;
        switch (column)
        {
            case { HasTexts: true, HasNumbers: true }:
                AddBoth(column, rows);
                break;
            case { HasTexts: true }:
                AddTexts(column.Texts, isWhole ? column.Codes : Gathered(column.Codes, rows, ref _codes));
                break;
            case { HasNumbers: true }:
                AddNumbers(isWhole ? column.Numbers : Gathered(column.Numbers, rows, ref _numbers));
                break;
            default:
                _values.AddMissing(rows.Length);
                break;
        }
    }

    /// <summary>Clients that send numbers in some requests and texts in others.</summary>
    private void AddBoth(PredictionColumn column, ReadOnlySpan<int> rows)
    {
        var (codes, numbers) = (new List<int>(), new List<double>());
        foreach (var row in rows)
        {
            if (column.Codes[row] >= 0)
                codes.Add(column.Codes[row]);
            else if (!double.IsNaN(column.Numbers[row]))
                numbers.Add(column.Numbers[row]);
        }

        AddTexts(column.Texts, codes.ToArray());
        AddNumbers(numbers.ToArray());
        _values.AddMissing(rows.Length - codes.Count - numbers.Count);
    }

    private void AddTexts(IReadOnlyList<string> texts, ReadOnlySpan<int> codes)
    {
        _values.Add(texts, codes);
        if (_known is null && _input?.Accepts is null)
            return;
        if (_isUnseen.Length < texts.Count)
            (_isUnseen, _isAccepted) = (new bool[texts.Count], new bool[texts.Count]);
        for (var code = 0; code < texts.Count; code++)
        {
            _isUnseen[code] = _known?.Contains(texts[code]) == false;
            _isAccepted[code] = _input?.Accepts is not Criterion.OneOf list || list.Values.Contains(texts[code]);
        }

        foreach (var code in codes)
        {
            Unseen += code >= 0 && _isUnseen[code] ? 1 : 0;
            OutOfRange += code >= 0 && !_isAccepted[code] ? 1 : 0;
        }
    }

    private void AddNumbers(ReadOnlySpan<double> numbers)
    {
        _values.Add(numbers);
        var (low, high) = _input?.Accepts switch
        {
            Criterion.AtLeast least => (least.Limit, double.PositiveInfinity),
            Criterion.AtMost most => (double.NegativeInfinity, most.Limit),
            Criterion.Between range => (range.Low, range.High),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        var outside = 0L;
        foreach (var number in numbers)
            outside += number < low || number > high ? 1 : 0;
        OutOfRange += outside;
        if (_input?.Accepts is Criterion.OneOf list)
            OutOfRange += CountOutside(numbers, list);
    }

    private static long CountOutside(ReadOnlySpan<double> numbers, Criterion.OneOf list)
    {
        var accepted = list.Values.Select(x => double.TryParse(x, CultureInfo.InvariantCulture, out var number)
            ? number
            : double.NaN).ToArray();
        var outside = 0L;
        foreach (var number in numbers)
            outside += double.IsNaN(number) || accepted.Contains(number) ? 0 : 1;
        return outside;
    }

    private static ReadOnlySpan<T> Gathered<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows, ref T[] buffer)
    {
        if (buffer.Length < rows.Length)
            buffer = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            buffer[i] = values[rows[i]];
        return buffer.AsSpan(0, rows.Length);
    }
}
