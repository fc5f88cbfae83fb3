using System.Runtime.InteropServices;
using Pipeline.Core.Problems;
using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Windows;

/// <summary>
/// Makes windows of what is new in a prediction log. A window is made once it is over, and once more whenever something of it
/// comes late: a prediction, or what came true of one. It is always made of the whole of its part of the log, so that a run that
/// is killed leaves nothing that would count twice.
/// </summary>
/// <param name="store">Where windows are kept.</param>
/// <param name="models">That the log may name.</param>
/// <param name="section">How long windows are, and what is waited for.</param>
/// <param name="clock">What is over.</param>
public sealed class WindowMaker(WindowStore store, IWatchedModels models, MonitoringSection section, TimeProvider clock)
{
    /// <summary>How many windows are collected at a time; more of them are made in several readings.</summary>
    internal int MostAtOnce { get; init; } = 64;

    /// <summary>Measures the rows of a window beyond what its columns show; nothing by default.</summary>
    public IWindowMeasurer? Measurer { get; init; }

    /// <param name="log">The folder of the log; need not be there.</param>
    /// <param name="outcomes">What came true, from elsewhere than the log; the same ones may be given to each run.</param>
    /// <param name="problems">Told, by file and line, of what could not be read; the rest is.</param>
    /// <param name="cancellationToken">Leaves the store as it was, but for windows that were made already.</param>
    public async Task<WindowsMade> MakeAsync(
        string log, IReadOnlyList<KnownOutcome> outcomes, IProgress<Problem> problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        var run = new Run(this, log, ledger, problems);
        return await run.MakeAsync(outcomes, cancellationToken);
    }

    /// <summary>One run.</summary>
    private sealed class Run
    {
        private readonly WindowMaker _maker;
        private readonly string _log;
        private readonly WindowLedger _ledger;
        private readonly IProgress<Problem> _problems;
        private readonly DateTimeOffset _now;
        private readonly LedgerBook _book;
        private readonly List<WindowDocument> _made = [];
        private readonly bool _isFirst;
        private long? _newest;
        private long _unknown;
        private long _late;

        public Run(WindowMaker maker, string log, WindowLedger ledger, IProgress<Problem> problems)
        {
            (_maker, _log, _ledger, _problems) = (maker, log, ledger, problems);
            _now = maker.Clock.GetUtcNow();
            _book = new LedgerBook(ledger, maker.Section, _now);
            (_unknown, _late) = (ledger.UnknownOutcomes, ledger.LateOutcomes);
            _newest = ledger.NewestPrediction?.UtcTicks;
            _isFirst = ledger.Cursor.Servers.Count == 0;
        }

        public async Task<WindowsMade> MakeAsync(IReadOnlyList<KnownOutcome> outcomes, CancellationToken cancellationToken)
        {
            var reader = new PredictionLogReader(_log, _ledger.Cursor);
            var join = Join();
            var pass = new WindowPass(_maker.Models, join);
            await foreach (var batch in reader.ReadAsync(_problems, cancellationToken))
                await pass.AddAsync(batch, _book.Of, window => IsWhole(window, pass), Meet, cancellationToken);
            _book.Cut();
            pass.Outcomes.AddRange(outcomes);
            var joined = Joined(join, pass.Outcomes);
            FindLate(pass, joined.Unknown);
            // Outcomes of earlier windows come first: what probabilities mean by them is what new windows are estimated by.
            await RemakeAsync(_isFirst ? pass.Outcomes : null, outcomes, cancellationToken);
            foreach (var (window, tally) in pass.Tallies.Where(x => !x.Key.IsClosed).OrderBy(x => x.Key.Span.From))
                await WriteAsync(window, tally, joined, cancellationToken);
            await CompareShadowsAsync(_isFirst ? pass.Outcomes : null, outcomes, cancellationToken);
            var kept = (_now - _maker.Section.Keep).UtcTicks;
            foreach (var series in _book.All.Select(x => x.Series).Distinct().ToList())
                _maker.Store.Trim(series, new DateTimeOffset(kept, TimeSpan.Zero));
            _book.Trim(kept);
            await _maker.Store.WriteLedgerAsync(
                _ledger with
                {
                    Cursor = reader.Cursor,
                    NewestPrediction = _newest is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
                    NewestOutcome = Newest(pass.Outcomes),
                    Windows = [.. _book.All.Select(x => x.ToEntry())],
                    UnknownOutcomes = _unknown,
                    LateOutcomes = _late,
                },
                cancellationToken);
            return new WindowsMade(_made, reader.Reading, _unknown, _late);
        }

        /// <summary>
        /// All of it is in what this run reads: it can be collected at once. Whatever else is over has to be read from the
        /// beginning of its time.
        /// </summary>
        private bool IsWhole(LedgerWindow window, WindowPass pass) =>
            window is { Known: 0, IsClosed: false, IsDirty: false } && _book.IsOver(window)
            && (pass.Tallies.ContainsKey(window) || pass.Tallies.Count < _maker.MostAtOnce);

        private void Meet(LedgerWindow window, PredictionBatch batch, List<int> rows)
        {
            var isCounted = _maker.Section.Window.Rows is not null;
            window.Add(batch, CollectionsMarshal.AsSpan(rows), isCounted);
            if (window.Series.IsShadow)
                return;
            foreach (var row in rows)
                _newest = Math.Max(_newest ?? 0, batch.Times[row]);
        }

        private DateTimeOffset? Newest(List<KnownOutcome> outcomes)
        {
            if (outcomes.Count == 0)
                return _ledger.NewestOutcome;
            var newest = new DateTimeOffset(outcomes.Max(x => x.Time), TimeSpan.Zero);
            return newest > (_ledger.NewestOutcome ?? DateTimeOffset.MinValue) ? newest : _ledger.NewestOutcome;
        }

        /// <summary>Marks windows that something came late for.</summary>
        private void FindLate(WindowPass pass, IReadOnlySet<PredictionId> unknown)
        {
            foreach (var window in _book.All.Where(x => _book.IsOver(x) && x.New > 0 && !pass.Tallies.ContainsKey(x)))
                window.IsDirty = true;
            foreach (var window in _book.All.Where(x => _book.IsOver(x) && x is { IsClosed: false, New: 0, Known: > 0 }))
                window.IsDirty = true;
            if (pass.Outcomes.Exists(x => !x.Key.IsNone))
            {
                foreach (var window in _book.All.Where(x => x.IsClosed && _now - x.Span.End <= _maker.Section.OutcomesWithin))
                    window.IsDirty = true;
            }

            if (unknown.Count == 0)
                return;
            var times = pass.Outcomes.Where(x => unknown.Contains(x.Id)).GroupBy(x => x.Id)
                .Select(x => (Id: x.Key, Time: x.Max(y => y.Time)));
            foreach (var (id, time) in times)
            {
                var windows = _book.Holding(id).ToList();
                _unknown += windows.Count == 0 ? 1 : 0;
                var inTime = windows.Where(x => time - x.Span.To <= _maker.Section.OutcomesWithin.Ticks).ToList();
                _late += windows.Count > 0 && inTime.Count == 0 ? 1 : 0;
                foreach (var window in inTime.Where(x => x.IsClosed))
                    window.IsDirty = true;
            }
        }

        /// <summary>Makes windows of all that the log has of their time.</summary>
        /// <param name="known">All outcomes of the log, where they are known already.</param>
        /// <param name="given">From elsewhere.</param>
        /// <param name="cancellationToken">Ends it.</param>
        private async Task RemakeAsync(
            List<KnownOutcome>? known, IReadOnlyList<KnownOutcome> given, CancellationToken cancellationToken)
        {
            var dirty = _book.All.Where(x => x.IsDirty && _book.IsOver(x)).OrderBy(x => x.Span.From).ToList();
            if (dirty.Count > _maker.MostAtOnce)
                known ??= await ReadOutcomesAsync(dirty[0].Span.Begin, given, cancellationToken);
            foreach (var some in dirty.Chunk(_maker.MostAtOnce))
            {
                var wanted = some.ToLookup(x => x.Series);
                var join = Join();
                var pass = new WindowPass(_maker.Models, join);
                var options = new PredictionLogReaderOptions
                {
                    From = some[0].Span.Begin,
                    To = known is null ? null : some.Max(x => x.Span.End),
                };
                var reader = new PredictionLogReader(_log, PredictionLogCursor.Start, options);
                await foreach (var batch in reader.ReadAsync(Silent.Instance, cancellationToken))
                {
                    await pass.AddAsync(
                        batch,
                        (series, time) => wanted[series].FirstOrDefault(x => x.Span.Holds(time)),
                        _ => true,
                        null,
                        cancellationToken);
                }

                var joined = Joined(join, known ?? [.. pass.Outcomes, .. given]);
                foreach (var window in some)
                    await RewriteAsync(window, pass.Tallies.GetValueOrDefault(window), joined, cancellationToken);
            }
        }

        /// <summary>
        /// Where the log does not have all rows any more that the window was made of, the window stays as it is: what came late
        /// came too late.
        /// </summary>
        private async Task RewriteAsync(
            LedgerWindow window, WindowTally? tally, JoinedFeedback joined, CancellationToken cancellationToken)
        {
            if (tally is not null && (!window.IsClosed || tally.Rows >= window.Known))
            {
                await WriteAsync(window, tally, joined, cancellationToken);
                return;
            }

            _late += window.New;
            window.Close(window.Known);
        }

        /// <summary>
        /// Holds windows of copies against what people were told in their time, wherever one of both is new. Their part of the
        /// log is read once more: what is known of requests is more than anybody else wants to have in memory.
        /// </summary>
        /// <inheritdoc cref="RemakeAsync"/>
        private async Task CompareShadowsAsync(
            List<KnownOutcome>? known, IReadOnlyList<KnownOutcome> given, CancellationToken cancellationToken)
        {
            var written = _made.Select(x => new WindowSpan(x.From.UtcTicks, x.To.UtcTicks)).ToHashSet();
            var shadows = _book.All.Where(x => x is { Series.IsShadow: true, IsClosed: true }
                && written.Any(y => y.From < x.Span.To && x.Span.From < y.To)).OrderBy(x => x.Span.From);
            foreach (var some in _maker.Measurer is null ? [] : shadows.Chunk(_maker.MostAtOnce))
            {
                var pairs = new List<(LedgerWindow Window, ShadowPairs Pairs)>();
                var (join, outcomes) = (Join(), new List<KnownOutcome>());
                foreach (var window in some)
                {
                    if (await _maker.Models.FindAsync(window.Series.Model, cancellationToken) is { } model)
                        pairs.Add((window, new ShadowPairs(model, window.Span, join)));
                }

                var options = new PredictionLogReaderOptions
                {
                    From = some[0].Span.Begin,
                    To = known is null ? null : some.Max(x => x.Span.End),
                };
                var reader = new PredictionLogReader(_log, PredictionLogCursor.Start, options);
                await foreach (var batch in reader.ReadAsync(Silent.Instance, cancellationToken))
                {
                    outcomes.AddRange(batch.Feedback.Select(
                        x => new KnownOutcome(x.Id, default, x.Outcome, x.Time.UtcTicks)));
                    var model = batch.Model is null
                        ? null
                        : await _maker.Models.FindAsync(batch.Model.Digest, cancellationToken);
                    foreach (var (_, pair) in pairs)
                        pair.Add(batch, model);
                }

                var joined = Joined(join, known ?? [.. outcomes, .. given]);
                foreach (var (window, pair) in pairs)
                    await CompareAsync(window, pair, joined, cancellationToken);
            }
        }

        private async Task CompareAsync(
            LedgerWindow window, ShadowPairs pairs, JoinedFeedback joined, CancellationToken cancellationToken)
        {
            var document = await _maker.Store.FindAsync(window.Series, window.Span.Begin, _problems, cancellationToken);
            if (document is null || pairs.Find(place => joined[place]?.Value) is not var (champion, shadow, told))
                return;
            var compared = document.With(champion, _maker.Measurer!.Compare(shadow, told, cancellationToken));
            await _maker.Store.WriteAsync(compared, cancellationToken);
            if (_made.FindIndex(x => x.Series == window.Series && x.From == document.From) is >= 0 and var place)
                _made[place] = compared;
            else
                _made.Add(compared);
        }

        private async Task<List<KnownOutcome>> ReadOutcomesAsync(
            DateTimeOffset from, IReadOnlyList<KnownOutcome> given, CancellationToken cancellationToken)
        {
            var reader = new PredictionLogReader(
                _log, PredictionLogCursor.Start, new PredictionLogReaderOptions { From = from });
            var pass = new WindowPass(_maker.Models, Join());
            await foreach (var batch in reader.ReadAsync(Silent.Instance, cancellationToken))
                await pass.AddAsync(batch, (_, _) => null, _ => false, null, cancellationToken);
            return [.. pass.Outcomes, .. given];
        }

        private async Task WriteAsync(
            LedgerWindow window, WindowTally tally, JoinedFeedback joined, CancellationToken cancellationToken)
        {
            var document = tally.ToDocument(tally.Count(joined));
            var notes = new List<string>();
            if (_maker.Measurer is { } measurer && tally.ToRows(place => joined[place], notes) is { } rows)
            {
                var before = await _maker.Store.FindBeforeAsync(window.Series, window.Span.Begin, cancellationToken);
                var calibrations = await _maker.Store.ReadCalibrationsAsync(window.Series, cancellationToken);
                var measured = measurer.Measure(
                    new WindowRows(tally.Model!, document, rows, tally.Sample, before)
                    {
                        Calibration = calibrations.Before(document.From),
                    },
                    cancellationToken);
                var after = calibrations.With(document.From, measured.Calibration);
                if (!after.Windows.SequenceEqual(calibrations.Windows, ReferenceEqualityComparer.Instance))
                    await _maker.Store.WriteCalibrationsAsync(window.Series, after, cancellationToken);
                document = document with
                {
                    Measurements = measured.Measurements,
                    Notes = [.. notes, .. measured.Notes],
                    Watch = measured.Watch,
                };
            }
            else
            {
                document = document with { Notes = notes };
            }

            await _maker.Store.WriteAsync(document, cancellationToken);
            window.Close(tally.Rows);
            _made.Add(document);
        }

        private FeedbackJoin Join() => new(new FeedbackJoinOptions { LateAfter = _maker.Section.OutcomesWithin });

        private static JoinedFeedback Joined(FeedbackJoin join, List<KnownOutcome> outcomes)
        {
            foreach (var outcome in outcomes)
                join.Add(outcome);
            return join.Join();
        }
    }

    private WindowStore Store => store;

    private IWatchedModels Models => models;

    private MonitoringSection Section => section;

    private TimeProvider Clock => clock;

    /// <summary>What could not be read was told when it was new.</summary>
    private sealed class Silent : IProgress<Problem>
    {
        public static Silent Instance { get; } = new();

        public void Report(Problem value)
        {
        }
    }
}

/// <summary>What a run made.</summary>
/// <param name="Windows">New ones and those that were made anew, in the order in which they were written.</param>
/// <param name="Reading">What was new in the log.</param>
/// <param name="UnknownOutcomes">So far, those of no prediction.</param>
/// <param name="LateOutcomes">So far, those that came too late, and predictions likewise.</param>
public sealed record WindowsMade(
    IReadOnlyList<WindowDocument> Windows, PredictionLogReading Reading, long UnknownOutcomes, long LateOutcomes);
