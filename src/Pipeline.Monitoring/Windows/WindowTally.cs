using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Data.Profiling;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring.Windows;

/// <summary>Collects one window of a model's traffic. Batches come in the order of the log.</summary>
/// <param name="series">Which traffic.</param>
/// <param name="span">Its time.</param>
/// <param name="model">Null where nobody knows it.</param>
internal sealed class WindowTally(WindowSeries series, WindowSpan span, WatchedModel? model)
{
    private readonly Dictionary<string, InputTally> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputTally> _outputs = new(StringComparer.Ordinal);
    private readonly ColumnAccumulator _latency = new("latency", DataType.Number);
    private readonly SortedSet<int> _revisions = [];
    private readonly List<long> _times = [];
    private readonly List<double> _weights = [];
    private readonly List<int> _places = [];
    private readonly List<double>[] _answers =
    [
        .. model is null
            ? []
            : TaskKind.Of(model.Signature.Task).Outputs(model.Signature.Label).Select(_ => new List<double>()),
    ];
    private readonly Dictionary<(string Field, RefusalReason Reason), long> _refused = [];
    private readonly List<(string Name, ColumnBuilder Values)> _protected =
        [.. (model?.Signature.Inputs ?? []).Where(x => model!.Protected.Contains(x.Name)).Select(x => (x.Name, BuilderOf(x)))];
    private readonly RowReservoir _sample = new(model);
    private double[] _latencies = [];
    private double _predictions;
    private long _refusedRequests;
    private ServedModel? _served;

    public WindowSeries Series => series;

    public WindowSpan Span => span;

    public WatchedModel? Model => model;

    public int Rows => _times.Count;

    /// <summary>Rows that stand for the others in what needs whole rows.</summary>
    public RowSample? Sample => _sample.Build();

    /// <param name="batch">Has at least one row.</param>
    /// <param name="rows">Those of this window, ascending.</param>
    /// <param name="places">Of these rows, in the join of outcomes.</param>
    public void Add(PredictionBatch batch, ReadOnlySpan<int> rows, List<int> places)
    {
        _served = batch.Model!;
        if (batch.Model!.Revision is { } revision)
            _revisions.Add(revision);
        AddColumns(_inputs, batch.Inputs, rows, batch.Count, isInput: true);
        AddColumns(_outputs, batch.Outputs, rows, batch.Count, isInput: false);
        if (_latencies.Length < rows.Length)
            _latencies = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            _latencies[i] = new TimeSpan(batch.Latencies[rows[i]]).TotalMilliseconds;
        _latency.Add(_latencies.AsSpan(0, rows.Length));
        foreach (var row in rows)
        {
            var weight = 1 / batch.SamplingProbabilities[row];
            _predictions += weight;
            _times.Add(batch.Times[row]);
            _weights.Add(weight);
        }

        _places.AddRange(places);
        AddAnswers(batch, rows);
        AddProtected(batch, rows);
        _sample.Add(batch, rows);
    }

    public void Add(PredictionLogEntry.Refusals refusals)
    {
        _refusedRequests += refusals.Requests;
        foreach (var count in refusals.Counts)
            CollectionsMarshal.GetValueRefOrAddDefault(_refused, (count.Field, count.Reason), out _) += count.Count;
    }

    /// <summary>
    /// What the model answered, with what came true; null for a model that nobody knows, and without rows. A row without an
    /// answer of the task is left out.
    /// </summary>
    /// <param name="outcome">By place in the join.</param>
    /// <param name="notes">Are told how many rows were left out, and how many outcomes are none of the task's.</param>
    public PredictionRows? ToRows(Func<int, JoinedOutcome?> outcome, List<string> notes)
    {
        if (model is null || Rows == 0)
            return null;
        var outcomes = new OutcomeReader(model.Signature);
        var rows = new PredictionRows
        {
            Task = model.Signature.Task,
            Label = model.Signature.Label,
            Decision = model.Signature.Decision,
            Times = [.. _times.Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero))],
            Answers = [.. _answers.Select(column => column.ToImmutableArray())],
            Outcomes = [.. _places.Select(place => outcomes.Read(outcome(place)?.Value))],
            Weights = [.. _weights],
            Protected = _protected.Count == 0 ? null : new Table(_protected.Select(x => x.Values.Build())),
            Joined = ToJoined(model.ProtectedBeside, outcome),
        };
        var task = TaskKind.Of(rows.Task);
        int[] answered =
            [.. Enumerable.Range(0, rows.Count).Where(row => rows.Answers.All(column => task.Refuse(column[row]) is null))];
        var refused = rows.Count - answered.Length;
        if (refused > 0)
            notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"{refused} rows are left out: their answer is missing, or none of the task's."));
        if (outcomes.Unknown > 0)
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcomes.Unknown} outcomes are nothing that the model could answer; their rows count as not labelled."));
        return answered.Length == 0 ? null : refused == 0 ? rows : rows.Take(answered);
    }

    private Table? ToJoined(IReadOnlyList<string> names, Func<int, JoinedOutcome?> outcome)
    {
        if (names.Count == 0 || !_places.Exists(x => outcome(x)?.Groups is not null))
            return null;
        var columns = names.Select(x => new CategoryColumnBuilder(x)).ToArray();
        foreach (var place in _places)
        {
            var groups = outcome(place)?.Groups;
            foreach (var (at, column) in columns.Index())
                Append(column, groups?[at] is { } group ? LoggedValue.Of(group) : default);
        }

        return new Table(columns.Select(x => x.Build()));
    }

    /// <param name="counts">What came of joining outcomes.</param>
    public WindowDocument ToDocument(FeedbackCounts counts) => new()
    {
        Series = series,
        Model = _served?.Name ?? default,
        Version = model?.Version ?? _served?.Version,
        From = span.Begin,
        To = span.End,
        Revisions = [.. _revisions],
        Rows = Rows,
        Predictions = _predictions,
        InputProfiles = [.. InOrder(_inputs, model?.Signature.Inputs.Select(x => x.Name)).Select(x => x.ToProfile())],
        OutputProfiles = [.. InOrder(_outputs, model?.Signature.Outputs).Select(x => x.ToProfile())],
        Latency = _latency.ToProfile(),
        Faults = [.. _inputs.Keys.Concat(_refused.Keys.Select(x => x.Field)).Where(x => x.Length > 0).Distinct()
            .Order(StringComparer.Ordinal).Select(FaultsOf).Where(x => x.Unseen + x.OutOfRange + x.TypeFaults + x.Absent > 0)],
        RefusedRequests = _refusedRequests,
        Outcomes = counts,
    };

    /// <summary>What is known of what came true of its rows.</summary>
    public FeedbackCounts Count(JoinedFeedback joined)
    {
        var (matched, late) = (0L, 0L);
        foreach (var place in _places)
        {
            matched += joined[place] is null ? 0 : 1;
            late += joined[place] is { IsLate: true } ? 1 : 0;
        }

        return new FeedbackCounts { Matched = matched, Late = late };
    }

    private ColumnFaults FaultsOf(string column)
    {
        var input = _inputs.GetValueOrDefault(column);
        return new ColumnFaults(
            column,
            (input?.Unseen ?? 0) + Refused(RefusalReason.Unseen),
            (input?.OutOfRange ?? 0) + Refused(RefusalReason.OutOfRange),
            Refused(RefusalReason.Type),
            Refused(RefusalReason.Missing));

        long Refused(RefusalReason reason) => _refused.GetValueOrDefault((column, reason));
    }

    private void AddColumns(
        Dictionary<string, InputTally> tallies, IReadOnlyList<PredictionColumn> columns, ReadOnlySpan<int> rows, int total,
        bool isInput)
    {
        var before = Rows;
        foreach (var column in columns)
        {
            if (!tallies.TryGetValue(column.Name, out var tally))
                tallies.Add(column.Name, tally = Begin(column.Name, isInput, before));
            tally.Add(column, rows, total);
        }

        if (tallies.Count == columns.Count)
            return;
        foreach (var tally in tallies.Values.Where(x => columns.All(column => column.Name != x.Name)))
            tally.Add(null, rows, total);
    }

    /// <summary>Rows before the first that has the column miss it.</summary>
    private InputTally Begin(string name, bool isInput, int before)
    {
        var input = isInput
            ? model?.Signature.Inputs.FirstOrDefault(x => x.Name == name)
            : null;
        var tally = new InputTally(name, input, isInput && model?.Personal.Contains(name) == true);
        tally.AddMissing(before);
        return tally;
    }

    private void AddAnswers(PredictionBatch batch, ReadOnlySpan<int> rows)
    {
        if (model is null)
            return;
        foreach (var (place, name) in TaskKind.Of(model.Signature.Task).Outputs(model.Signature.Label).Index())
        {
            var column = batch.Output(name);
            foreach (var row in rows)
                _answers[place].Add(column is { HasNumbers: true } ? column.Numbers[row] : double.NaN);
        }
    }

    private void AddProtected(PredictionBatch batch, ReadOnlySpan<int> rows)
    {
        foreach (var (name, values) in _protected)
        {
            var column = batch.Input(name);
            foreach (var row in rows)
                Append(values, column?.ValueAt(row) ?? default);
        }
    }

    private static ColumnBuilder BuilderOf(ModelInput input) => input.Type == ColumnType.Number
        ? new NumberColumnBuilder(input.Name)
        : new CategoryColumnBuilder(input.Name);

    private static void Append(ColumnBuilder builder, LoggedValue value)
    {
        if (builder is NumberColumnBuilder numbers && value.Number is { } number)
            numbers.Append(number);
        else if (builder is CategoryColumnBuilder categories && value.Text is { } text)
            categories.Append(text);
        else
            builder.AppendMissing();
    }

    private static IEnumerable<InputTally> InOrder(Dictionary<string, InputTally> tallies, IEnumerable<string>? order)
    {
        var known = order?.Index().ToDictionary(x => x.Item, x => x.Index) ?? [];
        return tallies.Values.OrderBy(x => known.GetValueOrDefault(x.Name, int.MaxValue))
            .ThenBy(x => x.Name, StringComparer.Ordinal);
    }
}
