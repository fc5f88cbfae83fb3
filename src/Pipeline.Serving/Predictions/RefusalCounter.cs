using Pipeline.Models.Predictions;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving.Predictions;

/// <summary>
/// Counts what is refused, by field and reason, and writes a line of it to the log each minute in which there was something. A
/// server that is killed loses the counts of its last minute.
/// </summary>
internal sealed class RefusalCounter : IDisposable
{
    private static readonly int Reasons = Enum.GetValues<RefusalReason>().Length;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ServingContext _context;
    private readonly Dictionary<string, int> _fields;
    private readonly long[] _counts;
    private readonly ITimer _timer;
    private readonly Lock _writing = new();
    private long _requests;
    private DateTimeOffset _since;

    public RefusalCounter(ServingContext context)
    {
        _context = context;
        _fields = context.Model.InputNames.Select((name, i) => KeyValuePair.Create(name, i))
            .ToDictionary(StringComparer.Ordinal);
        _counts = new long[(_fields.Count + 1) * Reasons];
        _since = context.Time.GetUtcNow();
        _timer = context.Time.CreateTimer(_ => Write(), null, Interval, Interval);
    }

    /// <summary>A request was refused. A field that is none of the model's is a client's word, and is not kept.</summary>
    public void Count(IReadOnlyList<FieldProblem> problems)
    {
        Interlocked.Increment(ref _requests);
        foreach (var problem in problems)
        {
            var field = problem.Field is { } name && _fields.TryGetValue(name, out var place) ? place : _fields.Count;
            Interlocked.Increment(ref _counts[field * Reasons + (int)problem.Reason]);
        }
    }

    /// <summary>Writes what was counted last.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Write();
    }

    private void Write()
    {
        lock (_writing)
        {
            var (since, now) = (_since, _context.Time.GetUtcNow());
            _since = now;
            var requests = Interlocked.Exchange(ref _requests, 0);
            if (requests == 0 || _context.Metrics.Log is not { } log)
                return;
            log.TryWrite(new PredictionLogEntry.Refusals
            {
                Id = _context.Ids.Next(),
                Time = now,
                Since = since,
                Model = _context.Model.Identity,
                Requests = requests,
                Counts = [.. Enumerable.Range(0, _counts.Length).Select(Take).Where(count => count.Count > 0)],
            });
        }
    }

    private RefusalCount Take(int place)
    {
        var field = place / Reasons;
        return new RefusalCount(
            field < _fields.Count ? _context.Model.InputNames[field] : "",
            (RefusalReason)(place % Reasons),
            Interlocked.Exchange(ref _counts[place], 0));
    }
}
