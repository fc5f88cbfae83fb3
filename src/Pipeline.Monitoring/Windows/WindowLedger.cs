using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Core.Documents;
using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Windows;

/// <summary>
/// How far a log was read, and which windows have anything in them. It is written last of all: a run that is killed before counts
/// as not having happened, and the next one makes the same windows of the same bytes.
/// </summary>
[DocumentSchema("window-ledger", 1)]
public sealed record WindowLedger : Document
{
    public PredictionLogCursor Cursor { get; init; } = PredictionLogCursor.Start;

    /// <summary>When the newest prediction was answered, copies aside; null before the first.</summary>
    public DateTimeOffset? NewestPrediction { get; init; }

    /// <summary>When the newest outcome was known, wherever it came from; null before the first.</summary>
    public DateTimeOffset? NewestOutcome { get; init; }

    /// <summary>In the order of their series, then of time.</summary>
    public IReadOnlyList<LedgerEntry> Windows { get; init; } = [];

    /// <summary>What came true of predictions that no window has, each id and key once.</summary>
    public long UnknownOutcomes { get; init; }

    /// <summary>What came later than outcomes are waited for.</summary>
    public long LateOutcomes { get; init; }
}

/// <summary>One window, as far as it was read.</summary>
public sealed record LedgerEntry
{
    public required WindowSeries Series { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Predictions that are known to be in it.</summary>
    public required long Rows { get; init; }

    /// <summary>Its document was written.</summary>
    public bool IsClosed { get; init; }

    /// <summary>
    /// By server in hexadecimal digits, the least and the greatest number of its answers here: by these an outcome finds its
    /// window without the ids of all predictions being kept.
    /// </summary>
    public IReadOnlyDictionary<string, NumberRange> Servers { get; init; } = new Dictionary<string, NumberRange>();
}

/// <summary>Numbers from the first to the last, both of them in it.</summary>
public sealed record NumberRange(long First, long Last)
{
    public NumberRange With(long number) => new(Math.Min(First, number), Math.Max(Last, number));

    public bool Holds(long number) => number >= First && number <= Last;
}

/// <summary>A window while a run looks at it.</summary>
internal sealed class LedgerWindow(WindowSeries series, WindowSpan span)
{
    private readonly Dictionary<ulong, NumberRange> _servers = [];
    private readonly List<long> _times = [];

    public LedgerWindow(LedgerEntry entry)
        : this(entry.Series, new WindowSpan(entry.From.UtcTicks, entry.To.UtcTicks))
    {
        (Known, IsClosed) = (entry.Rows, entry.IsClosed);
        foreach (var (server, range) in entry.Servers)
            _servers[ulong.Parse(server, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)] = range;
    }

    public WindowSeries Series => series;

    public WindowSpan Span { get; private set; } = span;

    /// <summary>Rows of earlier runs.</summary>
    public long Known { get; private set; }

    /// <summary>Rows of this run.</summary>
    public long New { get; private set; }

    /// <summary>Its document was written.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>It has to be made of the log from its beginning: not all of it is in what is new.</summary>
    public bool IsDirty { get; set; }

    /// <param name="batch">Has the rows.</param>
    /// <param name="rows">Which ones.</param>
    /// <param name="keepsTimes">It ends with a number of rows.</param>
    public void Add(PredictionBatch batch, ReadOnlySpan<int> rows, bool keepsTimes)
    {
        New += rows.Length;
        for (var from = 0; from < rows.Length;)
        {
            var (server, first, last) = (batch.Ids[rows[from]].Server, long.MaxValue, long.MinValue);
            for (; from < rows.Length && batch.Ids[rows[from]] is var id && id.Server == server; from++)
                (first, last) = (Math.Min(first, (long)id.Number), Math.Max(last, (long)id.Number));
            ref var range = ref CollectionsMarshal.GetValueRefOrAddDefault(_servers, server, out _);
            range = (range ?? new NumberRange(first, last)).With(first).With(last);
        }

        foreach (var row in keepsTimes ? rows : [])
            _times.Add(batch.Times[row]);
    }

    /// <summary>
    /// Ends it with the row that makes so many, those of earlier runs counted first, and begins the next. Null where the times
    /// of that row and of all that follow are one.
    /// </summary>
    public LedgerWindow? TryCut(long rows)
    {
        _times.Sort();
        var last = (int)Math.Max(0, rows - Known - 1);
        if (last >= _times.Count)
            return null;
        var end = _times[last] + 1;
        var next = new LedgerWindow(series, new WindowSpan(end, Span.To));
        foreach (var (server, range) in _servers)
            next._servers[server] = range;
        next._times.AddRange(_times.Where(time => time >= end));
        next.New = next._times.Count;
        (Span, New) = (new WindowSpan(Span.From, end), New - next.New);
        _times.Clear();
        return next;
    }

    /// <summary>Its document was written, of so many rows.</summary>
    public void Close(long rows)
    {
        (Known, New, IsClosed, IsDirty) = (rows, 0, true, false);
    }

    public bool MayHold(PredictionId id) => _servers.TryGetValue(id.Server, out var range) && range.Holds((long)id.Number);

    public LedgerEntry ToEntry() => new()
    {
        Series = Series,
        From = Span.Begin,
        To = Span.End,
        Rows = Known + New,
        IsClosed = IsClosed,
        Servers = _servers.OrderBy(x => x.Key).ToDictionary(
            x => x.Key.ToString("x16", CultureInfo.InvariantCulture), x => x.Value),
    };
}
