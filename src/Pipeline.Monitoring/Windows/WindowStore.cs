using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Monitoring.Windows;

/// <summary>What monitoring keeps of an environment: its <c>monitoring</c> folder.</summary>
/// <param name="folder">Made where needed.</param>
public sealed class WindowStore(string folder)
{
    private const string LedgerName = "ledger.json";
    private const string WindowsName = "windows";
    private const string DriftExtension = ".drift";
    private const string TimeForm = "yyyy-MM-dd'T'HHmmss'Z'";

    public string Folder => folder;

    private string LedgerPath => Path.Combine(folder, LedgerName);

    /// <summary>Of a store that has none yet, one that begins.</summary>
    /// <exception cref="InvalidInputException">The file is damaged: it is left as it is.</exception>
    public async Task<WindowLedger> ReadLedgerAsync(CancellationToken cancellationToken) => File.Exists(LedgerPath)
        ? (await DocumentFile.ReadAsync<WindowLedger>(LedgerPath, cancellationToken)).OrThrow()
        : new WindowLedger();

    public Task WriteLedgerAsync(WindowLedger ledger, CancellationToken cancellationToken) =>
        DocumentFile.WriteAsync(LedgerPath, ledger, cancellationToken);

    /// <summary>What was worked out of the window as it was is removed first.</summary>
    public Task WriteAsync(WindowDocument window, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(window);
        if (File.Exists(DriftPathOf(window.Series, window.From)))
            File.Delete(DriftPathOf(window.Series, window.From));
        return DocumentFile.WriteAsync(PathOf(window.Series, window.From), window, cancellationToken);
    }

    /// <summary>The windows of a series that begin in a time, in order. One that cannot be read is a problem.</summary>
    /// <param name="series">Which traffic.</param>
    /// <param name="from">Of the time.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="problems">Told of damaged files.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<WindowDocument>> ReadAsync(
        WindowSeries series,
        DateTimeOffset from,
        DateTimeOffset to,
        IProgress<Problem> problems,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var windows = new List<WindowDocument>();
        foreach (var (path, begin) in List(series).Where(x => x.From >= from && x.From < to))
        {
            var read = await DocumentFile.ReadAsync<WindowDocument>(path, cancellationToken);
            if (read.TryGet(out var window))
                windows.Add(window);
            else
                problems.Report(read.Problems[0]);
        }

        return windows;
    }

    /// <summary>Null where there is none.</summary>
    public async Task<WindowDocument?> FindAsync(WindowSeries series, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var path = PathOf(series, from);
        return File.Exists(path) ? (await DocumentFile.ReadAsync<WindowDocument>(path, cancellationToken)).OrThrow() : null;
    }

    /// <summary>The same; one that cannot be read is a problem, and null.</summary>
    public async Task<WindowDocument?> FindAsync(
        WindowSeries series, DateTimeOffset from, IProgress<Problem> problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var path = PathOf(series, from);
        if (!File.Exists(path))
            return null;
        var read = await DocumentFile.ReadAsync<WindowDocument>(path, cancellationToken);
        if (read.TryGet(out var window))
            return window;
        problems.Report(read.Problems[0]);
        return null;
    }

    /// <summary>The last window of a series that begins before a time; null where there is none, or it is damaged.</summary>
    public async Task<WindowDocument?> FindBeforeAsync(
        WindowSeries series, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var last = List(series).LastOrDefault(x => x.From < from);
        if (last.Path is null)
            return null;
        var read = await DocumentFile.ReadAsync<WindowDocument>(last.Path, cancellationToken);
        return read.TryGet(out var window) ? window : null;
    }

    /// <summary>What was worked out of a window; null where that is nothing, damaged, or of what it was before.</summary>
    internal async Task<WindowDriftDocument?> FindDriftAsync(WindowDocument window, CancellationToken cancellationToken)
    {
        var path = DriftPathOf(window.Series, window.From);
        if (!File.Exists(path))
            return null;
        var read = await DocumentFile.ReadAsync<WindowDriftDocument>(path, cancellationToken);
        return read.TryGet(out var found) && found.Rows == window.Rows ? found : null;
    }

    internal Task WriteDriftAsync(WindowDocument window, WindowDriftDocument drift, CancellationToken cancellationToken) =>
        DocumentFile.WriteAsync(DriftPathOf(window.Series, window.From), drift, cancellationToken);

    /// <summary>An empty one where there is none, or it is damaged: estimates are as the evaluation has them then.</summary>
    internal async Task<CalibrationDocument> ReadCalibrationsAsync(WindowSeries series, CancellationToken cancellationToken)
    {
        var path = CalibrationsPathOf(series);
        if (!File.Exists(path))
            return new CalibrationDocument();
        return (await DocumentFile.ReadAsync<CalibrationDocument>(path, cancellationToken)).TryGet(out var found)
            ? found
            : new CalibrationDocument();
    }

    internal Task WriteCalibrationsAsync(
        WindowSeries series, CalibrationDocument calibrations, CancellationToken cancellationToken) =>
        DocumentFile.WriteAsync(CalibrationsPathOf(series), calibrations, cancellationToken);

    /// <summary>Removes windows that ended before a time.</summary>
    /// <returns>How many.</returns>
    public int Trim(WindowSeries series, DateTimeOffset before)
    {
        var removed = 0;
        foreach (var (path, from) in List(series).Where(x => x.From < before))
        {
            File.Delete(DriftPathOf(series, from));
            File.Delete(path);
            removed++;
        }

        return removed;
    }

    private IEnumerable<(string Path, DateTimeOffset From)> List(WindowSeries series)
    {
        var place = Path.Combine(folder, WindowsName, series.ToString());
        if (!Directory.Exists(place))
            yield break;
        foreach (var path in Directory.GetFiles(place, "*.json").Order(StringComparer.Ordinal))
        {
            if (DateTimeOffset.TryParseExact(
                Path.GetFileNameWithoutExtension(path), TimeForm, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var from))
                yield return (path, from);
        }
    }

    private string CalibrationsPathOf(WindowSeries series) =>
        Path.Combine(folder, WindowsName, series.ToString(), "calibrations.json");

    private string DriftPathOf(WindowSeries series, DateTimeOffset from) =>
        Path.ChangeExtension(PathOf(series, from), $"{DriftExtension}.json");

    private string PathOf(WindowSeries series, DateTimeOffset from) => Path.Combine(
        folder, WindowsName, series.ToString(), $"{from.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}.json");
}
