using System.Globalization;
using Pipeline.Models.Tables;

namespace Pipeline.Testing;

/// <summary>Rows of the shared datasets as tables, without a manifest.</summary>
internal static class SharedRows
{
    private const string Missing = "NA";

    /// <param name="file">Below the shared folder of data; a test is skipped where it is not there.</param>
    /// <param name="categories">Its columns that are no numbers.</param>
    public static Table Read(string file, string[] categories)
    {
        using var lines = File.ReadLines(Repository.Shared("data", file)).GetEnumerator();
        lines.MoveNext();
        ColumnBuilder[] builders =
        [
            .. lines.Current.Split(',').Select(x =>
                categories.Contains(x) ? (ColumnBuilder)new CategoryColumnBuilder(x) : new NumberColumnBuilder(x)),
        ];
        while (lines.MoveNext() && lines.Current.Length > 0)
        {
            foreach (var (value, builder) in lines.Current.Split(',').Zip(builders))
                Append(builder, value);
        }

        return new Table(builders.Select(x => x.Build()));
    }

    private static void Append(ColumnBuilder builder, string value)
    {
        var isMissing = value is "" or Missing;
        if (builder is NumberColumnBuilder numbers)
            numbers.Append(isMissing ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture));
        else if (isMissing)
            ((CategoryColumnBuilder)builder).AppendMissing();
        else
            ((CategoryColumnBuilder)builder).Append(value);
    }
}
