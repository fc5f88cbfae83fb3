using System.Globalization;
using Pipeline.Core.Retention;

namespace Pipeline.Delivery.Reports;

/// <summary>What a sweep did, for people.</summary>
internal static class PruneText
{
    private const int MostReasons = 20;

    public static void Write(IReadOnlyList<SweepReport> reports, bool isDryRun, IDeliveryFace face)
    {
        var rows = Rows(reports);
        if (rows.Count == 0)
        {
            face.Write(["Nothing is kept that a limit applies to."]);
            return;
        }

        string[] heads = isDryRun
            ? ["what", "#would stay", "#bytes", "#would go", "#would free"]
            : ["what", "#kept", "#bytes", "#removed", "#freed"];
        face.Write(new ReportTable(heads, rows));
        face.Write(Reasons(reports));
        if (isDryRun)
            face.Write(reports.SelectMany(x => x.Removed).Select(Going));
    }

    public static IReadOnlyList<IReadOnlyList<TableCell>> Rows(IReadOnlyList<SweepReport> reports)
    {
        var (stays, removed) = (reports.SelectMany(x => x.Stays).ToLookup(x => x.Kind),
            reports.SelectMany(x => x.Removed).ToLookup(x => x.Kind));
        return
        [
            .. Enum.GetValues<KeptKind>().Where(x => stays.Contains(x) || removed.Contains(x)).Select(x => (TableCell[])
            [
                new(Word(x)), new(Count(stays[x])), new(Bytes(stays[x])), new(Count(removed[x])), new(Bytes(removed[x])),
            ]),
        ];
    }

    /// <summary>Why things that are over a limit are still there, by place.</summary>
    public static IEnumerable<string> Reasons(IReadOnlyList<SweepReport> reports)
    {
        var lines = (
            from report in reports
            from entry in report.Over
            group entry by (report.Place, entry.Kind, By: entry.KeptBy ?? "it is younger than an hour") into same
            orderby same.Key.Kind
            select $"{Word(same.Key.Kind)}  over a limit, and stay in {same.Key.Place}: {same.Key.By} ({Bytes(same)})").ToList();
        return lines.Count <= MostReasons
            ? lines
            : [.. lines.Take(MostReasons), $"and for {lines.Count - MostReasons} more reasons"];
    }

    private static string Going(KeptEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"would go  {entry.Path} ({new ByteSize(entry.Bytes)}, last used {entry.LastUsed:yyyy-MM-dd})");

    private static string Word(KeptKind kind) => kind.ToString().ToLowerInvariant();

    private static string Count(IEnumerable<KeptEntry> entries) => entries.Count().ToString(CultureInfo.InvariantCulture);

    private static string Bytes(IEnumerable<KeptEntry> entries) => new ByteSize(entries.Sum(x => x.Bytes)).ToString();
}
