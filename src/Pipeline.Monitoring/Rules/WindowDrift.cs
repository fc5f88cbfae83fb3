using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Rules;

/// <summary>
/// How far the windows of a series are from what their model learned from. A comparison is worked out once: it is kept beside its
/// window, under the digest of whatever else it depends on.
/// </summary>
public sealed class WindowDrift
{
    private readonly ReferenceDocument? _reference;
    private readonly Digest _profiles;
    private readonly Dictionary<DateTimeOffset, Kept> _windows = [];
    private readonly Dictionary<DriftDetectionOptions, Digest> _keys = new(ReferenceEqualityComparer.Instance);

    /// <param name="reference">Of the model; null where nothing is known to compare with.</param>
    public WindowDrift(ReferenceDocument? reference)
    {
        _reference = reference;
        _profiles = reference is null ? default : Digest.OfJson(new Profiles(reference.InputProfiles, reference.OutputProfiles));
    }

    /// <summary>How many comparisons were worked out, and not found beside their window.</summary>
    public int Compared { get; private set; }

    /// <summary>With what earlier runs kept. What is damaged, or of another toolkit, is worked out anew.</summary>
    public static async Task<WindowDrift> OpenAsync(
        WindowStore store, ReferenceDocument? reference, IEnumerable<WindowDocument> windows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(windows);
        var opened = new WindowDrift(reference);
        if (reference is null)
            return opened;
        foreach (var window in windows.Where(x => x.Rows > 0))
        {
            if (await store.FindDriftAsync(window, cancellationToken) is { } document && document.Toolkit == Toolkit.Version)
                opened._windows[window.From] = new Kept(window, document.Reports);
        }

        return opened;
    }

    /// <param name="window">Any of the series.</param>
    /// <param name="options">How columns are compared.</param>
    /// <returns>Null where nothing is known to compare with, and of a window without rows.</returns>
    public DriftReport? Of(WindowDocument window, DriftDetectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(options);
        if (_reference is null || window.Rows == 0)
            return null;
        if (!_windows.TryGetValue(window.From, out var kept))
            _windows[window.From] = kept = new Kept(window, new Dictionary<string, DriftReport>());
        var key = KeyOf(options).Hex;
        var report = kept.Find(key);
        if (report is null)
        {
            Compared++;
            report = DriftDetector.Compare(
                [.. _reference.InputProfiles, .. _reference.OutputProfiles],
                [.. window.InputProfiles, .. window.OutputProfiles],
                options);
        }

        kept.Use(key, report);
        return report;
    }

    /// <summary>Keeps what was asked for beside the windows, and nothing else.</summary>
    public async Task SaveAsync(WindowStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var kept in _windows.Values.Where(x => x.HasChanged))
        {
            var document = new WindowDriftDocument
            {
                Rows = kept.Window.Rows,
                Reports = kept.Used,
                Inputs = new Dictionary<string, Digest> { ["model"] = kept.Window.Series.Model },
            };
            await store.WriteDriftAsync(kept.Window, document, cancellationToken);
        }
    }

    private Digest KeyOf(DriftDetectionOptions options)
    {
        if (!_keys.TryGetValue(options, out var key))
            _keys[options] = key = Digest.OfJson(new Key(_profiles, options));
        return key;
    }

    private sealed record Profiles(IReadOnlyList<ColumnProfile> Inputs, IReadOnlyList<ColumnProfile> Outputs);

    private sealed record Key(Digest Reference, DriftDetectionOptions Options);

    /// <summary>What is known of one window.</summary>
    private sealed class Kept(WindowDocument window, IReadOnlyDictionary<string, DriftReport> known)
    {
        private readonly SortedDictionary<string, DriftReport> _used = new(StringComparer.Ordinal);

        public WindowDocument Window => window;

        /// <summary>What was asked for in this run.</summary>
        public IReadOnlyDictionary<string, DriftReport> Used => _used;

        /// <summary>A window that nobody asked about keeps what it has.</summary>
        public bool HasChanged => _used.Count > 0 && !_used.Keys.ToHashSet().SetEquals(known.Keys);

        public DriftReport? Find(string key) => _used.GetValueOrDefault(key) ?? known.GetValueOrDefault(key);

        public void Use(string key, DriftReport report) => _used[key] = report;
    }
}

/// <summary>What was worked out of one window, beside it.</summary>
[DocumentSchema("window-drift", 1)]
public sealed record WindowDriftDocument : Document
{
    /// <summary>Of the window, as it was then.</summary>
    public required long Rows { get; init; }

    /// <summary>By the digest of the reference's profiles and of the options.</summary>
    public required IReadOnlyDictionary<string, DriftReport> Reports { get; init; }
}
