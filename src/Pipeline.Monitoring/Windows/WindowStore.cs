using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;

namespace Pipeline.Monitoring.Windows;

/// <summary>What monitoring keeps of an environment: its <c>monitoring</c> folder.</summary>
/// <param name="folder">Made where needed.</param>
public sealed class WindowStore(string folder)
{
    private const string LedgerName = "ledger.json";
    private const string WindowsName = "windows";
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

    public Task WriteAsync(WindowDocument window, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(window);
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

    /// <summary>Removes windows that ended before a time.</summary>
    /// <returns>How many.</returns>
    public int Trim(WindowSeries series, DateTimeOffset before)
    {
        var removed = 0;
        foreach (var (path, _) in List(series).Where(x => x.From < before))
        {
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

    private string PathOf(WindowSeries series, DateTimeOffset from) => Path.Combine(
        folder, WindowsName, series.ToString(), $"{from.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}.json");
}
