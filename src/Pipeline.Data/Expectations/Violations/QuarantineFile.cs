using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Violations;

/// <summary>
/// Copies the rows that checks have found into a CSV file, with the checks in a column of their own. The file is its owner's
/// alone: it has what reports leave out.
/// </summary>
internal sealed class QuarantineFile : IRowObserver, IDisposable
{
    private const string ChecksColumn = "failed_checks";

    private readonly QuarantineRows _rows;
    private readonly StreamWriter _writer;
    private readonly string _path;
    private readonly string _draft;

    public QuarantineFile(string path, QuarantineRows rows, IReadOnlyList<string> header)
    {
        (_path, _draft, _rows) = (path, path + ".tmp", rows);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _writer = new StreamWriter(new FileStream(_draft, options)) { NewLine = "\n" };
        _writer.WriteLine(string.Join(',', header.Append(ChecksColumn).Select(Quoted)));
    }

    public long Count { get; private set; }

    public void Observe(ColumnBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (_rows.Reasons(RowPlace.Of(batch, row)) is { Count: > 0 } reasons)
                Write(batch, row, reasons);
        }
    }

    /// <summary>To be asked once, when all rows have passed.</summary>
    public void Finish()
    {
        _writer.Dispose();
        File.Move(_draft, _path, overwrite: true);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_draft);
    }

    private void Write(ColumnBatch batch, int row, IReadOnlyList<string> reasons)
    {
        Count++;
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            _writer.Write(Quoted(Encoding.UTF8.GetString(batch.Text(row, column))));
            _writer.Write(',');
        }

        _writer.WriteLine(Quoted(string.Join("; ", reasons)));
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n ") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>The rows for which checks failed, and which checks those are: what a second reading sets aside.</summary>
internal sealed class QuarantineRows
{
    private readonly IReadOnlyList<(string Check, PlaceSet Rows)> _byCheck;

    /// <param name="checks">Those that did not fail, or that are about no single rows, put none aside.</param>
    public QuarantineRows(IEnumerable<DataCheck> checks) =>
        _byCheck = [.. checks.Where(x => x.Result.IsBad && x.Rows is not null).Select(x => (x.Result.Check.Id, x.Rows!))];

    public bool IsEmpty => _byCheck.All(x => x.Rows.Count == 0);

    /// <summary>The ids of the checks that the row fails, in the order of the report; none for a row that may stay.</summary>
    public IReadOnlyList<string> Reasons(RowPlace place) =>
        [.. _byCheck.Where(x => x.Rows.Contains(place)).Select(x => x.Check)];
}
