using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Models.Predictions;

/// <summary>Collects the entries of one batch; used again for the next.</summary>
internal sealed class PredictionBatchBuilder
{
    private const double LongestLatency = 1e12;

    private readonly List<PredictionLogEntry.Feedback> _feedback = [];
    private readonly List<PredictionLogEntry.Refusals> _refusals = [];
    private readonly TextTable _routes = new();
    private readonly TextTable _outcomes = new();
    private ServedModel? _model;
    private LineForm? _form;
    private ColumnBuilder[] _columns = [];
    private IReadOnlyList<string> _inputs = [];
    private IReadOnlyList<string> _outputs = [];
    private DayCache _days;
    private PredictionId[] _ids = [];
    private long[] _times = [];
    private long[] _latencies = [];
    private double[] _probabilities = [];
    private int[] _routeCodes = [];
    private PredictionKey[] _keys = [];
    private bool _hasKeys;
    private int _capacity;

    private static ReadOnlySpan<byte> PredictionHead => "{\"type\":\"prediction/v1\",\"id\":\""u8;

    private static ReadOnlySpan<byte> FeedbackHead => "{\"type\":\"feedback/v1\",\"id\":\""u8;

    private static ReadOnlySpan<byte> TimeKey => "\",\"time\":\""u8;

    /// <summary>Of predictions.</summary>
    public int Count { get; private set; }

    public bool Fits(PredictionLogEntry.Prediction entry) =>
        _model == entry.Model && entry.Inputs.Names.SequenceEqual(_inputs) && entry.Outputs.Names.SequenceEqual(_outputs);

    /// <summary>The predictions from here on are of this one's model, and have its values.</summary>
    /// <param name="first">The first of them, which is to be added yet.</param>
    /// <param name="line">Its line.</param>
    /// <param name="capacity">How many there may be.</param>
    public void Begin(PredictionLogEntry.Prediction first, ReadOnlySpan<byte> line, int capacity)
    {
        (_model, _inputs, _outputs) = (first.Model, first.Inputs.Names, first.Outputs.Names);
        _form = LineForm.Of(first, line);
        _columns = [.. _inputs.Concat(_outputs).Select(name => new ColumnBuilder(name))];
        _capacity = capacity;
    }

    /// <returns>False for a line that is not in the form of those before it, or no entry; nothing was added then.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        var scanner = new LineScanner(line);
        return scanner.TrySkip(PredictionHead) ? TryAddPrediction(ref scanner)
            : scanner.TrySkip(FeedbackHead) && TryAddFeedback(ref scanner);
    }

    public void Add(PredictionLogEntry entry)
    {
        switch (entry)
        {
            case PredictionLogEntry.Prediction prediction:
                Add(prediction);
                break;
            case PredictionLogEntry.Feedback feedback:
                _feedback.Add(feedback);
                break;
            case PredictionLogEntry.Refusals refusals:
                _refusals.Add(refusals);
                break;
        }
    }

    /// <summary>Begins the next batch, of the same model.</summary>
    public PredictionBatch Finish(string file, long end)
    {
        var columns = Array.ConvertAll(_columns, column => column.Finish(Count));
        var batch = new PredictionBatch
        {
            File = file,
            End = end,
            Model = Count > 0 ? _model : null,
            Count = Count,
            IdColumn = _ids.AsMemory(0, Count),
            TimeColumn = _times.AsMemory(0, Count),
            LatencyColumn = _latencies.AsMemory(0, Count),
            ProbabilityColumn = _probabilities.AsMemory(0, Count),
            RouteColumn = _routeCodes.AsMemory(0, Count),
            KeyColumn = _hasKeys ? _keys.AsMemory(0, Count) : default,
            Routes = _routes.Finish(),
            Inputs = Count > 0 ? columns[.._inputs.Count] : [],
            Outputs = Count > 0 ? columns[_inputs.Count..] : [],
            Feedback = [.. _feedback],
            Refusals = [.. _refusals],
        };
        _outcomes.Finish();
        _feedback.Clear();
        _refusals.Clear();
        (_ids, _times, _latencies, _probabilities, _routeCodes, _keys) = ([], [], [], [], [], []);
        (_capacity, Count, _hasKeys) = (Math.Max(Count, 1), 0, false);
        return batch;
    }

    private bool TryAddPrediction(ref LineScanner scanner)
    {
        if (_form is null || !scanner.TryId(out var id) || !scanner.TrySkip(TimeKey) || !scanner.TryTime(ref _days, out var time)
            || !scanner.TrySkip(_form.Model) || !scanner.TryText(out var route) || !_routes.TryCode(route, out var code))
            return false;
        Reserve();
        for (var i = 0; i < _columns.Length; i++)
        {
            if (!scanner.TrySkip(_form.Keys[i]) || !TryValue(ref scanner, _columns[i]))
                return false;
        }

        if (!scanner.TrySkip(_form.Keys[^2]) || !scanner.TryNumber(out var latency) || !(Math.Abs(latency) < LongestLatency)
            || !scanner.TrySkip(_form.Keys[^1]) || !scanner.TryNumber(out var probability) || probability is not (> 0 and <= 1)
            || !TryKey(ref scanner, out var key) || !TryTrace(ref scanner) || !scanner.TrySkip("}"u8) || !scanner.IsAtEnd)
            return false;
        Keep(id, time, TimeSpan.FromMilliseconds(latency).Ticks, probability, code, key);
        return true;
    }

    private bool TryValue(ref LineScanner scanner, ColumnBuilder column)
    {
        switch (scanner.Next)
        {
            case (byte)'"':
                return scanner.TrySkip("\""u8) && scanner.TryText(out var text) && column.TrySetText(Count, text, _ids.Length);
            case (byte)'n':
                column.SetMissing(Count);
                return scanner.TrySkip("null"u8);
            default:
                if (!scanner.TryNumber(out var number))
                    return false;
                column.Set(Count, number, _ids.Length);
                return true;
        }
    }

    private static bool TryKey(ref LineScanner scanner, out PredictionKey key)
    {
        key = default;
        return !scanner.TrySkip(",\"key\":\""u8) || (scanner.TryText(out var text) && PredictionKey.TryParse(text, out key));
    }

    /// <summary>Its form is looked at no closer than JSON's own reader does, which takes any text.</summary>
    private static bool TryTrace(ref LineScanner scanner) =>
        !scanner.TrySkip(",\"traceId\":\""u8) || (scanner.TryText(out var text) && Ascii.IsValid(text));

    private bool TryAddFeedback(ref LineScanner scanner)
    {
        if (!scanner.TryId(out var id) || !scanner.TrySkip(TimeKey) || !scanner.TryTime(ref _days, out var time)
            || !scanner.TrySkip(",\"outcome\":"u8) || !TryOutcome(ref scanner, out var outcome)
            || !scanner.TrySkip("}"u8) || !scanner.IsAtEnd)
            return false;
        var known = new DateTimeOffset(time, TimeSpan.Zero);
        _feedback.Add(new PredictionLogEntry.Feedback { Id = id, Time = known, Outcome = outcome });
        return true;
    }

    private bool TryOutcome(ref LineScanner scanner, out LoggedValue outcome)
    {
        outcome = default;
        if (scanner.TrySkip("\""u8))
        {
            if (!scanner.TryText(out var text) || !_outcomes.TryCode(text, out var code))
                return false;
            outcome = LoggedValue.Of(_outcomes[code]);
            return true;
        }

        if (scanner.TrySkip("null"u8))
            return true;
        var isNumber = scanner.TryNumber(out var number);
        outcome = LoggedValue.Of(number);
        return isNumber;
    }

    private void Add(PredictionLogEntry.Prediction entry)
    {
        Reserve();
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = i < _inputs.Count ? entry.Inputs.Values[i] : entry.Outputs.Values[i - _inputs.Count];
            if (value.Text is { } text)
                _columns[i].TrySetText(Count, Encoding.UTF8.GetBytes(text), _ids.Length);
            else if (value.Number is { } number)
                _columns[i].Set(Count, number, _ids.Length);
            else
                _columns[i].SetMissing(Count);
        }

        _routes.TryCode(Encoding.UTF8.GetBytes(entry.Route), out var code);
        Keep(entry.Id, entry.Time.UtcTicks, entry.Latency.Ticks, entry.SamplingProbability, code, entry.Key);
    }

    private void Keep(PredictionId id, long time, long latency, double probability, int route, PredictionKey key)
    {
        (_ids[Count], _times[Count], _latencies[Count]) = (id, time, latency);
        (_probabilities[Count], _routeCodes[Count]) = (probability, route);
        if (!key.IsNone)
        {
            if (_keys.Length < _ids.Length)
                Array.Resize(ref _keys, _ids.Length);
            (_keys[Count], _hasKeys) = (key, true);
        }

        Count++;
    }

    private void Reserve()
    {
        if (Count < _ids.Length)
            return;
        var capacity = Math.Max(_ids.Length * 2, _ids.Length == 0 ? _capacity + _capacity / 8 + 8 : 0);
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _times, capacity);
        Array.Resize(ref _latencies, capacity);
        Array.Resize(ref _probabilities, capacity);
        Array.Resize(ref _routeCodes, capacity);
        if (_hasKeys)
            Array.Resize(ref _keys, capacity);
    }
}

/// <summary>The values of one input or output. What it was told of a row counts once the next row is, or the end.</summary>
internal sealed class ColumnBuilder(string name)
{
    private readonly TextTable _texts = new();
    private double[] _numbers = [];
    private int[] _codes = [];

    public void Set(int row, double number, int capacity)
    {
        if (row >= _numbers.Length)
            Grow(ref _numbers, row, capacity, double.NaN);
        _numbers[row] = double.IsFinite(number) ? number : double.NaN;
        if (row < _codes.Length)
            _codes[row] = -1;
    }

    /// <returns>False for bytes that are no text of JSON.</returns>
    public bool TrySetText(int row, ReadOnlySpan<byte> text, int capacity)
    {
        if (!_texts.TryCode(text, out var code))
            return false;
        if (row >= _codes.Length)
            Grow(ref _codes, row, capacity, -1);
        _codes[row] = code;
        if (row < _numbers.Length)
            _numbers[row] = double.NaN;
        return true;
    }

    public void SetMissing(int row)
    {
        if (row < _codes.Length)
            _codes[row] = -1;
        if (row < _numbers.Length)
            _numbers[row] = double.NaN;
    }

    public PredictionColumn Finish(int count)
    {
        var column = new PredictionColumn(
            name, Filled(ref _numbers, count, double.NaN), Filled(ref _codes, count, -1), _texts.Finish());
        (_numbers, _codes) = ([], []);
        return column;
    }

    /// <summary>A column that has had no such value so far has none in any row before.</summary>
    private static void Grow<T>(ref T[] values, int row, int capacity, T none)
    {
        var before = values.Length;
        Array.Resize(ref values, Math.Max(capacity, row + 1));
        values.AsSpan(before).Fill(none);
    }

    private static ReadOnlyMemory<T> Filled<T>(ref T[] values, int count, T none)
    {
        if (values.Length == 0 || count == 0)
            return default;
        if (values.Length < count)
            Grow(ref values, count - 1, count, none);
        return values.AsMemory(0, count);
    }
}

/// <summary>The different texts of one batch. Their strings are kept for the next one, unless they are too many.</summary>
internal sealed class TextTable
{
    private const int MostKept = 1 << 14;

    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<(byte[] Utf8, string Text, int Next)> _known = [];
    private readonly List<int> _stamps = [];
    private readonly List<int> _codes = [];
    private readonly List<string> _texts = [];
    private int _batch = 1;

    /// <param name="code">Of this batch.</param>
    public string this[int code] => _texts[code];

    /// <returns>False for what is no Unicode.</returns>
    public bool TryCode(ReadOnlySpan<byte> utf8, out int code)
    {
        var place = Find(utf8);
        if (place < 0)
        {
            code = -1;
            return false;
        }

        if (_stamps[place] != _batch)
        {
            (_stamps[place], _codes[place]) = (_batch, _texts.Count);
            _texts.Add(_known[place].Text);
        }

        code = _codes[place];
        return true;
    }

    public IReadOnlyList<string> Finish()
    {
        IReadOnlyList<string> texts = _texts.Count == 0 ? [] : [.. _texts];
        _texts.Clear();
        _batch++;
        if (_known.Count > MostKept)
        {
            _places.Clear();
            _known.Clear();
            _stamps.Clear();
            _codes.Clear();
        }

        return texts;
    }

    private int Find(ReadOnlySpan<byte> utf8)
    {
        var hash = XxHash3.HashToUInt64(utf8);
        var isKnown = _places.TryGetValue(hash, out var first);
        for (var place = isKnown ? first : -1; place >= 0; place = _known[place].Next)
        {
            if (utf8.SequenceEqual(_known[place].Utf8))
                return place;
        }

        if (!Utf8.IsValid(utf8))
            return -1;
        _known.Add((utf8.ToArray(), Encoding.UTF8.GetString(utf8), isKnown ? first : -1));
        _stamps.Add(0);
        _codes.Add(0);
        return _places[hash] = _known.Count - 1;
    }
}
