using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Parquet;
using Pipeline.Data.Schemas;

namespace Pipeline.Data.Sources;

/// <summary>The rows of all files of a dataset, one file after the other. Its files have the same columns in one order.</summary>
internal sealed class DatasetSource : IDisposable
{
    private readonly DatasetRequest _request;
    private readonly IReadOnlyList<string> _files;
    private readonly bool _isHashed;
    private readonly SortedDictionary<string, Digest> _digests = new(StringComparer.Ordinal);
    private readonly ProblemList _ofRows = new();
    private readonly List<Problem> _ofFiles = [];
    private RowReader _reader;
    private int _index;
    private volatile bool _isTooLong;
    private long _earlierBytes;

    /// <summary>What columns hold by the first file that says so.</summary>
    private readonly string?[] _kinds;

    private DatasetSource(DatasetRequest request, IReadOnlyList<string> files, bool isHashed)
    {
        (_request, _files, _isHashed) = (request, files, isHashed);
        TotalBytes = files.Sum(x => new FileInfo(x).Length);
        _reader = OpenFile(files[0]);
        (Header, Guess) = (_reader.Header, _reader.Guess);
        _kinds = new string?[Header.Count];
        CheckFile();
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>As the user knows it: beside the manifest.</summary>
    public string Path => _request.ShowPath(_request.Section.Path);

    /// <summary>The paths of the files, relative to the folder of the manifest, with slashes.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(Relative)];

    /// <summary>The size of all files.</summary>
    public long TotalBytes { get; }

    /// <summary>How many bytes of the files were read so far.</summary>
    public long Size => _earlierBytes + _reader.Size;

    public long RowCount { get; private set; }

    /// <summary>What was guessed of the first file, and how to state it; null where nothing was.</summary>
    public string? Guess { get; }

    /// <summary>Of rows that were accepted, then of files.</summary>
    public IReadOnlyList<Problem> Problems => _ofRows.IsFull ? _ofRows.Problems : [.. _ofRows.Problems, .. _ofFiles];

    /// <summary>To be said when all files were read and there was none.</summary>
    public Problem NoRows => new(Path, null, null, "The file has a header and no rows.");

    /// <summary>Files that are not there, or cannot be opened, and a header that is wrong are problems.</summary>
    /// <param name="request">Names the files.</param>
    /// <param name="isHashed">Whether <see cref="Finish"/> will be asked for the digest.</param>
    /// <param name="progress">Told what is done to have the files here.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<Validated<DatasetSource>> OpenAsync(
        DatasetRequest request, bool isHashed, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var files = await DatasetFiles.FindAsync(request, progress, cancellationToken);
        return files.TryGet(out var found)
            ? Open(request, found, isHashed)
            : Validated.Invalid<DatasetSource>(files.Problems);
    }

    /// <summary>Fills the batch with the bytes of the next rows. To be called for one batch after the other.</summary>
    /// <returns>How to find the values in it; null at the end, or where reading on is pointless.</returns>
    public Action<ColumnBatch>? Take(ColumnBatch batch)
    {
        while (!_ofRows.IsFull && !_isTooLong)
        {
            batch.FileIndex = _index;
            if (_reader.Take(batch))
                return _reader.Divide;
            if (_index + 1 == _files.Count || _ofFiles.Count > 0)
                return null;
            Turn();
        }

        return null;
    }

    /// <summary>Counts the rows and takes the problems of a batch. To be called in the order of taking.</summary>
    public void Accept(ColumnBatch batch)
    {
        if (batch.RowCount > 0 && batch.Line(batch.RowCount - 1) > RowPlace.MostLines)
            Refuse(batch);
        batch.FirstRow = RowCount;
        RowCount += batch.RowCount;
        foreach (var problem in batch.Problems.Problems)
            _ofRows.Add(problem);
    }

    /// <summary>
    /// Of the one file; of several, the digest of their paths and digests as canonical JSON. To be asked once, after the last
    /// batch.
    /// </summary>
    public Digest Finish()
    {
        var last = _reader.Finish();
        if (_files.Count == 1)
            return last;
        _digests[Relative(_files[_index])] = last;
        return Digest.OfBytes(CanonicalJson.Of(_digests));
    }

    public void Dispose() => _reader.Dispose();

    private static Validated<DatasetSource> Open(DatasetRequest request, IReadOnlyList<string> files, bool isHashed)
    {
        if (files.Count > RowPlace.MostFiles)
        {
            return Validated.Invalid<DatasetSource>(request.Manifest.Locate("data.path").Problem(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{request.Section.Path}' is {files.Count} files; at most {RowPlace.MostFiles} are read as one dataset."),
                "Join some of them."));
        }

        try
        {
            var source = new DatasetSource(request, files, isHashed);
            if (source.Problems.Count == 0)
                return Validated.Valid(source);
            source.Dispose();
            return Validated.Invalid<DatasetSource>(source.Problems);
        }
        catch (UnauthorizedAccessException)
        {
            return Validated.Invalid<DatasetSource>(request.Manifest.Locate("data.path").Problem(
                $"The file '{request.Section.Path}' may not be read.", "Ask its owner for the permission."));
        }
    }

    /// <summary>Said once; nobody sees the rows, whose places could not be told.</summary>
    private void Refuse(ColumnBatch batch)
    {
        batch.Forget();
        if (!_isTooLong)
        {
            _ofRows.Add(new Problem(
                batch.File, null, null,
                string.Create(CultureInfo.InvariantCulture, $"The file has more than {RowPlace.MostLines} lines."),
                "Divide it into several files."));
        }

        _isTooLong = true;
    }

    private void Turn()
    {
        if (_isHashed)
            _digests[Relative(_files[_index])] = _reader.Finish();
        _earlierBytes += _reader.Size;
        _reader.Dispose();
        _reader = OpenFile(_files[++_index]);
        CheckFile();
    }

    private void CheckFile()
    {
        _ofFiles.AddRange(_reader.Problems);
        if (_ofFiles.Count > 0)
            return;
        if (!_reader.Header.SequenceEqual(Header))
            _ofFiles.Add(OtherHeader());
        else if (OtherKind() is { } other)
            _ofFiles.Add(other);
        if (UnreadKey() is { } key)
            _ofFiles.Add(key);
    }

    private Problem? OtherKind()
    {
        for (var column = 0; column < Header.Count; column++)
        {
            var kind = _reader.KindOf(column);
            if (kind is not null && _kinds[column] is { } first && first != kind)
            {
                return new Problem(
                    _reader.File, null, null,
                    $"Column '{Header[column]}' is {kind}, and {first} in the files before.",
                    "Columns of one dataset hold the same in all files.");
            }

            _kinds[column] ??= kind;
        }

        return null;
    }

    /// <summary>"country=DE" above a file stands for a column that the file lacks; its rows would be read without it.</summary>
    private Problem? UnreadKey()
    {
        var start = DataFiles.SplitPattern(System.IO.Path.GetFullPath(
            System.IO.Path.Combine(_request.Folder, _request.Section.Path))).Path;
        var folders = System.IO.Path.GetRelativePath(start, _files[_index]).Split(System.IO.Path.DirectorySeparatorChar)[..^1];
        var keys = folders.Where(x => x.IndexOf('=') > 0).Select(x => x[..x.IndexOf('=')]);
        var key = keys.FirstOrDefault(x => !Header.Contains(x));
        return key is null || _reader is not ParquetReader ? null : new Problem(
            _reader.File, null, null,
            $"The file lies in a folder that has the value of '{key}' in its name; columns are not read from names.",
            "Write the column into the files.");
    }

    private Problem OtherHeader()
    {
        var at = Header.Zip(_reader.Header).TakeWhile(x => x.First == x.Second).Count();
        var (expected, found) = (Name(Header, at), Name(_reader.Header, at));
        return new Problem(
            _reader.File, 1, null, $"Column {at + 1} is {found}, and {expected} in '{Shown(_files[0])}'.",
            "Files of one dataset have the same columns in the same order.");
    }

    private static string Name(IReadOnlyList<string> header, int column) =>
        column < header.Count ? $"'{header[column]}'" : "not there";

    private RowReader OpenFile(string path)
    {
        var section = _request.Section;
        var format = section.Format?.Type ?? DataFiles.FormatOf(path);
        var options = new SourceOptions
        {
            Separator = section.Format?.Separator?[0] ?? (format == DataFormat.Tsv ? '\t' : null),
            HasHeader = section.Format?.Header,
            HasQuotes = section.Format?.Quotes != QuoteRule.None,
            KnownColumn = section.Label.Column,
            BlockBytes = _request.BlockBytes,
        };
        var stream = new FileStream(path, new FileStreamOptions
        {
            Options = format == DataFormat.Parquet ? FileOptions.RandomAccess : FileOptions.SequentialScan,
            BufferSize = 0,
        });
        if (format == DataFormat.Parquet)
            return ParquetReader.Open(stream, Shown(path), options);
        var source = ByteSource.Open(stream, _isHashed);
        return format == DataFormat.JsonLines
            ? JsonLinesReader.Open(source, Shown(path), options)
            : CsvReader.Open(source, Shown(path), options);
    }

    private string Relative(string path) => System.IO.Path.GetRelativePath(_request.Folder, path).Replace('\\', '/');

    private string Shown(string path) => _request.ShowPath(Relative(path));
}
