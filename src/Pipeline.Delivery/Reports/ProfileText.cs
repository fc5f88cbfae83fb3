using System.Globalization;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Reports;

/// <summary>A profile for a terminal of 80 columns.</summary>
internal static class ProfileText
{
    private const int NameWidth = 18;
    private const int ValuesWidth = 28;
    private const int MostValues = 3;

    public static IEnumerable<string> Of(ProfileDocument profile)
    {
        yield return $"{"column",-NameWidth}  {"type",-10}  {"missing",7}  {"distinct",9}  values";
        foreach (var column in profile.Columns)
        {
            var share = column.Missing / (double)Math.Max(1, profile.Rows);
            var distinct = column.Distinct is { } count ? $"{(column.DistinctError > 0 ? "~" : "")}{Short(count)}" : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Cut(column.Name, NameWidth),-NameWidth}  {column.Type.ToString().ToLowerInvariant(),-10}  {share,7:0.0%}  ") +
                $"{distinct,9}  {Cut(Values(column, profile.Rows), ValuesWidth)}";
        }
    }

    /// <param name="columns">As they stand below <c>columns:</c>.</param>
    /// <param name="expectations">As they stand below <c>expect:</c>.</param>
    /// <param name="areMore">The manifest has columns already.</param>
    public static IEnumerable<string> Proposal(
        IReadOnlyList<string> columns, IReadOnlyList<string> expectations, bool areMore) =>
    [
        "",
        areMore
            ? "To be added to 'data' in the manifest (or run this again with --write):"
            : "For 'data' in the manifest (or run this again with --write):",
        "",
        .. columns.Select(x => $"    {x}").Prepend("  columns:").Take(columns.Count == 0 ? 0 : int.MaxValue),
        .. expectations.Select(x => $"    {x}").Prepend("  expect:").Take(expectations.Count == 0 ? 0 : int.MaxValue),
    ];

    private static string Values(ColumnProfile column, long rows) => column switch
    {
        { IsPersonal: true } => "(personal)",
        { Numbers: { } numbers } => $"{Number(numbers.Min)} .. {Number(numbers.Quantiles["0.5"])} .. {Number(numbers.Max)}",
        { Times: { } times } => $"{Day(times.First)} .. {Day(times.Last)}",
        { Type: DataType.Text, Lengths: { } lengths } => $"{lengths.Min} to {lengths.Max} characters",
        _ => string.Join(", ", column.Frequent.Take(MostValues).Select(x => $"{x.Value} {Percent(x.Count, rows)}")),
    };

    private static string Percent(long count, long rows) =>
        (count / (double)Math.Max(1, rows)).ToString("0%", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(
        Math.Abs(value) is 0 or (>= 0.001 and < 1e7) ? "0.####" : "0.###e0", CultureInfo.InvariantCulture);

    private static string Short(long count) => count < 10_000_000
        ? count.ToString(CultureInfo.InvariantCulture)
        : (count / 1e6).ToString("0 M", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Cut(string text, int width)
    {
        var plain = string.Concat(text.Select(x => char.IsControl(x) ? ' ' : x));
        return plain.Length <= width ? plain : plain[..(width - 1)] + "…";
    }
}
