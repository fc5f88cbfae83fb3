using System.Buffers;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Fairness;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Replay;

/// <summary>
/// A server's log that grows, and a look at it as each window ends, as Monitor looks: windows are made of what is new, rules are
/// held against them, and their verdicts change a book of alerts.
/// </summary>
/// <param name="folder">Empty.</param>
/// <param name="model">That answers.</param>
/// <param name="section">Windows of a time, and rules.</param>
/// <param name="metrics">That windows are measured by.</param>
/// <param name="options">How intervals are made.</param>
internal sealed class WatchedTraffic(
    string folder, WatchedModel model, MonitoringSection section, IReadOnlyList<IMetric> metrics, PerformanceOptions options)
{
    public const ulong Server = 0xaa;

    private readonly string _log = Path.Combine(folder, "predictions");
    private readonly WindowStore _store = new(Path.Combine(folder, "monitoring"));
    private readonly WindowSeries _series = new(model.Digest, IsShadow: false);
    private readonly List<ToldAlert> _told = [];
    private readonly SteppedClock _clock = new();

    /// <summary>Of all looks.</summary>
    public AlertBook Book { get; private set; } = AlertBook.Empty;

    /// <summary>In the order in which they began to fire.</summary>
    public IReadOnlyList<ToldAlert> Told => _told;

    /// <summary>The last judgement of each window, in their order.</summary>
    public SortedDictionary<DateTimeOffset, JudgedWindow> Judged { get; } = [];

    /// <param name="entries">Each is in the log as soon as its time has come.</param>
    /// <param name="from">Where the first window begins.</param>
    /// <param name="windows">How many there are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReplayAsync(
        IEnumerable<PredictionLogEntry> entries, DateTimeOffset from, int windows, CancellationToken cancellationToken)
    {
        var left = new Queue<PredictionLogEntry>(entries.OrderBy(x => x.Time));
        for (var look = 0; look < windows; look++)
        {
            var end = from + ((look + 1) * section.Window.Time!.Value);
            Append(left, end);
            _clock.Now = end + section.Wait;
            await LookAsync(look, from, cancellationToken);
        }
    }

    private async Task LookAsync(int look, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var maker = new WindowMaker(_store, new KnownModels(model), section, _clock)
        {
            Measurer = new RowsMeasurer(metrics, new FairnessSpec(), options),
        };
        var made = await maker.MakeAsync(_log, [], Unexpected.Instance, cancellationToken);
        var length = section.Window.Time!.Value;
        var known = (await _store.ReadAsync(_series, from, DateTimeOffset.MaxValue, Unexpected.Instance, cancellationToken))
            .ToDictionary(x => x.From);
        List<WindowDocument> windows =
        [
            .. Enumerable.Range(0, look + 1).Select(x => from + (x * length)).Select(x =>
                known.TryGetValue(x, out var window) ? window : WindowDocument.Without(known.Values.First(), x, x + length)),
        ];
        var changed = made.Windows.Select(x => x.From).Append(windows[^1].From).ToHashSet();
        var judge = new RuleJudge(section, model);
        foreach (var (place, window) in windows.Index().Where(x => changed.Contains(x.Item.From)))
        {
            var judged = judge.Judge(window, windows[..place]);
            Judged[window.From] = judged;
            Take(judged, place, look);
        }
    }

    private void Take(JudgedWindow judged, int window, int look)
    {
        var firing = Book.Open.Where(x => x.State == AlertState.Firing).Select(x => x.Number).ToHashSet();
        Book = Book.Take(RoundOf(judged));
        _told.AddRange(Book.Open.Where(x => x.State == AlertState.Firing && !firing.Contains(x.Number))
            .Select(x => new ToldAlert(x.Subject.Rule, x.Subject.Column, window, look, x.What)));
    }

    public static AlertRound RoundOf(JudgedWindow judged) => new(judged.Window.To, [
        .. judged.Results.Where(x => x.Result.Verdict.Outcome is Outcome.Passed or Outcome.Failed or Outcome.Errored)
            .Select(x => new AlertEvidence(
                AlertSubject.Of(judged.Window.Model, "production", x.Rule.Id, x.Result.Measurement), x.Result.Verdict)
            {
                Severity = x.Rule.Severity,
                Policy = AlertPolicy.Of(x.Rule),
            }),
    ]);

    private void Append(Queue<PredictionLogEntry> left, DateTimeOffset end)
    {
        var lines = new ArrayBufferWriter<byte>();
        while (left.TryPeek(out var next) && next.Time < end)
            PredictionLine.Write(left.Dequeue(), lines);
        Directory.CreateDirectory(_log);
        using var file = new FileStream(
            Path.Combine(_log, $"predictions-19960101T000000Z-{Server:x16}-0001.jsonl"), FileMode.Append);
        file.Write(lines.WrittenSpan);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>What is written here can be read.</summary>
    private sealed class Unexpected : IProgress<Problem>
    {
        public static Unexpected Instance { get; } = new();

        public void Report(Problem value) => throw new InvalidOperationException($"{value}");
    }
}

/// <summary>Knows some models.</summary>
internal sealed class KnownModels(params IReadOnlyList<WatchedModel> models) : IWatchedModels
{
    public Task<WatchedModel?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult(models.FirstOrDefault(x => x.Digest == digest));
}

/// <summary>An alert that began to fire.</summary>
/// <param name="Rule">By its name.</param>
/// <param name="Column">That it is about; null for none.</param>
/// <param name="Window">Of whose verdict it was made, counted from 0.</param>
/// <param name="Look">After which window it was told, counted from 0: later than the window where outcomes are.</param>
/// <param name="What">The verdict's reason.</param>
internal sealed record ToldAlert(string Rule, string? Column, int Window, int Look, string What);
