using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Columns;
using Pipeline.Data.Loading;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Splits;
using Pipeline.Data.Values;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data;

/// <summary>Takes a validated dataset into memory.</summary>
public static class DatasetLoader
{
    private const string Step = "loading data";
    private const string Again = "Run ValidateData again.";

    /// <summary>
    /// A file or a section of the manifest that is not the one that was validated, and values that are not of their type, are
    /// problems. Whether the report fails is not asked.
    /// </summary>
    /// <param name="request">As it was validated.</param>
    /// <param name="document">What came of it.</param>
    /// <param name="progress">Told how many bytes were read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Validated<Dataset>> LoadAsync(
        DatasetRequest request, DatasetDocument document, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(progress);
        if (document.Inputs.GetValueOrDefault(DatasetValidator.SectionInput) != request.Manifest.DigestOf("data"))
            return Invalid(request.Manifest.Locate("data").Problem("'data' has changed since it was validated.", Again));
        var opened = await DatasetSource.OpenAsync(request, isHashed: true, progress, cancellationToken);
        if (!opened.TryGet(out var reader))
            return Validated.Invalid<Dataset>(opened.Problems);
        using (reader)
        {
            return reader.Header.SequenceEqual(document.Columns.Select(x => x.Name))
                ? await new Load(request, document, reader).RunAsync(progress, cancellationToken)
                : Invalid(Changed(reader));
        }
    }

    private static Problem Changed(DatasetSource reader) =>
        new(reader.Path, null, null, "The file has changed since it was validated.", Again);

    private static Validated<Dataset> Invalid(Problem problem) => Validated.Invalid<Dataset>(problem);

    private sealed class Load
    {
        private readonly DatasetRequest _request;
        private readonly DatasetDocument _document;
        private readonly DatasetSource _reader;
        private readonly ProblemList _problems = new();
        private readonly IReadOnlyList<ColumnLoader> _columns;
        private readonly InputDeclarations _declared;
        private readonly DatasetSplitter _splitter;
        private readonly RowParts<RowIdentity> _identities;

        public Load(DatasetRequest request, DatasetDocument document, DatasetSource reader)
        {
            (_request, _document, _reader) = (request, document, reader);
            var schema = BoundSchema.Bind(request.Manifest, reader.Header).OrThrow();
            _declared = schema.Declare(document.Columns);
            var markers = new MissingMarkers(_declared.Spellings.Missing);
            _columns =
            [
                .. document.Columns.Where(x => x.Role != ColumnRole.Ignored || document.Protected.Contains(x.Name))
                    .Select(x => ColumnLoader.Of(x, View(x), ReaderOf(x), _problems)),
            ];
            _splitter = DatasetSplitter.Of(schema.Section.Split, schema.SplitColumns(), markers);
            _identities = new RowParts<RowIdentity>(() => new RowHasher(schema.IdentityColumns(), markers).Of);

            ColumnView View(DatasetColumn column) =>
                new(schema.Position(column.Name), markers) { Kind = ValueKinds.Of(column.Type) };
        }

        public async Task<Validated<Dataset>> RunAsync(IProgress<StepEvent> progress, CancellationToken cancellationToken)
        {
            await RowPass.RunAsync(
                _reader, [.. _columns, _splitter.Rows, _identities], _request.Pass(Step, progress), cancellationToken);
            var data = _reader.Finish();
            List<Problem> problems = [.. _reader.Problems, .. _problems.Problems];
            if (data != _document.Data)
                return Invalid(Changed(_reader));
            var split = _splitter.Finish(_reader.RowCount);
            problems.AddRange(split.Problems);
            return problems.Count == 0 ? Build(split.Value) : Validated.Invalid<Dataset>(problems);
        }

        private Validated<Dataset> Build(Split split)
        {
            if (split.Digest != _document.Split.Digest)
                return Invalid(_request.Manifest.Locate("data.split").Problem(
                    "The rows are divided otherwise than when they were validated.", "Run ValidateData with --force."));
            var rows = new Table(_columns.Select(x => x.Build()));
            var task = _request.Manifest.Frame.Task;
            return Validated.Valid(new Dataset(_document, rows, split, [.. _identities.InOrder()])
            {
                Task = task,
                Declared = _declared,
                Times = _splitter.Times,
            });
        }

        /// <summary>The classes of a label keep the words of the file, which the manifest and the answers name them by.</summary>
        private ValueReader ReaderOf(DatasetColumn column)
        {
            var keepsWords = column is { Role: ColumnRole.Label, Type: DataType.Boolean };
            return new ValueReader(keepsWords ? DataType.Category : column.Type, _declared.Spellings);
        }
    }
}
