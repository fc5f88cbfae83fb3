using System.Globalization;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Performance;

/// <summary>Collects rows out of the entries of a prediction log. Not for two threads at once.</summary>
public sealed class PredictionRowsBuilder
{
    private readonly ModelSignature _signature;
    private readonly TaskKind _task;
    private readonly IReadOnlyList<string> _outputs;
    private readonly OutcomeReader _truth;
    private readonly List<DateTimeOffset> _times = [];
    private readonly List<double>[] _answers;
    private readonly LoggedValue[] _given;
    private readonly List<double> _outcomes = [];
    private readonly List<double> _weights = [];
    private readonly List<LoggedColumn> _inputs;
    private readonly List<LoggedColumn> _protected;

    /// <param name="signature">Of the model that answered.</param>
    /// <param name="protectedColumns">That rows are grouped by; none by default.</param>
    public PredictionRowsBuilder(ModelSignature signature, IReadOnlyList<string>? protectedColumns = null)
    {
        ArgumentNullException.ThrowIfNull(signature);
        (_signature, _task) = (signature, TaskKind.Of(signature.Task));
        _outputs = _task.Outputs(signature.Label);
        _answers = [.. _outputs.Select(_ => new List<double>())];
        _given = new LoggedValue[_outputs.Count];
        _inputs = [.. signature.Inputs.Select(input => new LoggedColumn(input.Name, input.Type))];
        _protected = [.. (protectedColumns ?? []).Select(name => new LoggedColumn(
            name, signature.Inputs.FirstOrDefault(input => input.Name == name)?.Type))];
        _truth = new OutcomeReader(signature);
    }

    public int Count => _outcomes.Count;

    /// <summary>How many predictions were left out because an answer is missing, or is none of the task's.</summary>
    public long Refused { get; private set; }

    /// <summary>How many outcomes are no class of the label, or no number; their rows count as not labelled.</summary>
    public long UnknownOutcomes => _truth.Unknown;

    /// <summary>Takes a prediction, with what came true where it is known.</summary>
    /// <param name="prediction">Of the signature's model.</param>
    /// <param name="outcome">Null where it is not known.</param>
    /// <param name="joined">Values of protected columns that no input has; null where there are none.</param>
    /// <returns>Whether it became a row.</returns>
    public bool Add(
        PredictionLogEntry.Prediction prediction, LoggedValue? outcome, IReadOnlyDictionary<string, LoggedValue>? joined = null)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        for (var i = 0; i < _given.Length; i++)
            _given[i] = prediction.Outputs.TryGet(_outputs[i], out var value) ? value : default;
        if (!AddAnswers())
            return false;
        _times.Add(prediction.Time);
        _weights.Add(1 / prediction.SamplingProbability);
        _outcomes.Add(_truth.Read(outcome));
        foreach (var column in _inputs)
            column.Add(prediction.Inputs.TryGet(column.Name, out var value) ? value : default);
        foreach (var column in _protected)
        {
            column.Add(joined is not null && joined.TryGetValue(column.Name, out var value) ? value
                : prediction.Inputs.TryGet(column.Name, out var logged) ? logged
                : default);
        }

        return true;
    }

    /// <summary>Takes predictions of a batch; a protected column is an input of them.</summary>
    /// <param name="batch">Of the signature's model.</param>
    /// <param name="rows">Which of its predictions.</param>
    /// <param name="outcome">What came true of one of them; null where it is not known.</param>
    public void Add(PredictionBatch batch, IEnumerable<int> rows, Func<int, LoggedValue?> outcome)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(outcome);
        var outputs = _outputs.Select(batch.Output).ToArray();
        var columns = _inputs.Concat(_protected).Select(column => (column, Logged: batch.Input(column.Name))).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < outputs.Length; i++)
                _given[i] = outputs[i]?.ValueAt(row) ?? default;
            if (!AddAnswers())
                continue;
            _times.Add(batch.TimeOf(row));
            _weights.Add(1 / batch.SamplingProbabilities[row]);
            _outcomes.Add(_truth.Read(outcome(row)));
            foreach (var (column, logged) in columns)
                column.Add(logged?.ValueAt(row) ?? default);
        }
    }

    /// <summary>Hands the rows over; the builder is empty again, and its counts stay.</summary>
    public PredictionRows Build()
    {
        var built = new PredictionRows
        {
            Task = _signature.Task,
            Label = _signature.Label,
            Decision = _signature.Decision,
            Times = [.. _times],
            Answers = [.. _answers.Select(column => column.ToArray())],
            Outcomes = [.. _outcomes],
            Weights = [.. _weights],
            Inputs = _inputs.Count == 0 ? null : new Table(_inputs.Select(column => column.Build())),
            Protected = _protected.Count == 0 ? null : new Table(_protected.Select(column => column.Build())),
        };
        _times.Clear();
        _outcomes.Clear();
        _weights.Clear();
        foreach (var column in _answers)
            column.Clear();
        return built;
    }

    private bool AddAnswers()
    {
        foreach (var value in _given)
        {
            if (value.Number is not { } number || _task.Refuse(number) is not null)
            {
                Refused++;
                return false;
            }
        }

        for (var i = 0; i < _given.Length; i++)
            _answers[i].Add(_given[i].Number!.Value);
        return true;
    }
}

/// <summary>
/// A column of what a log has of it. Without a declared type the first value decides, between numbers and names; a value that
/// does not fit is missing.
/// </summary>
internal sealed class LoggedColumn
{
    private NumberColumnBuilder? _numbers;
    private CategoryColumnBuilder? _names;
    private List<string?>? _texts;
    private int _leading;

    public LoggedColumn(string name, ColumnType? type)
    {
        Name = name;
        if (type is { } known)
            Begin(known);
    }

    public string Name { get; }

    private bool HasBegun => _numbers is not null || _names is not null || _texts is not null;

    public void Add(LoggedValue value)
    {
        if (!HasBegun && value.IsMissing)
        {
            _leading++;
            return;
        }

        if (!HasBegun)
            Begin(value.Number is null ? ColumnType.Category : ColumnType.Number);
        Append(value);
    }

    public Column Build()
    {
        if (!HasBegun)
            Begin(ColumnType.Category);
        var texts = _texts;
        _texts = texts is null ? null : [];
        return (Column?)_numbers?.Build() ?? (Column?)_names?.Build() ?? new TextColumn(Name, [.. texts!]);
    }

    private void Begin(ColumnType type)
    {
        if (type == ColumnType.Number)
            _numbers = new NumberColumnBuilder(Name);
        else if (type == ColumnType.Category)
            _names = new CategoryColumnBuilder(Name);
        else
            _texts = [];
        for (; _leading > 0; _leading--)
            Append(default);
    }

    private void Append(LoggedValue value)
    {
        var text = value.Text ?? value.Number?.ToString("R", CultureInfo.InvariantCulture);
        _numbers?.Append(value.Number ?? double.NaN);
        _texts?.Add(text);
        if (text is null)
            _names?.AppendMissing();
        else
            _names?.Append(text);
    }
}
