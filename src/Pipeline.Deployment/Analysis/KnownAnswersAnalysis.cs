using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Deployment.Probes;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>The options of <c>known_answers</c>.</summary>
[Description("Rows whose answers are known, which the new revision is asked past the gateway.")]
public sealed record KnownAnswersOptions
{
    [Description(
        "A file of JSON lines from the root of the repository, each {\"inputs\": {...}, \"answer\": {...}}; by default the rows "
        + "that the evaluation has recorded with the model's own answers.")]
    [Length(1, 1000)]
    public string? File { get; init; }

    [Description("How many rows are asked at each look, one after another; 10 by default.")]
    [Range(1, 1000)]
    public int RowsPerLook { get; init; } = 10;
}

/// <summary>
/// The share of known answers that the new revision has ever given otherwise. All rows are asked, again and again; a row that has
/// no answer is no wrong one, because requests without answers are what the error rate is about.
/// </summary>
internal sealed class KnownAnswersAnalysis : IAnalysis
{
    private const int MostRows = 100_000;
    private const long MostBytes = 64L << 20;

    public string Name => "known_answers";

    public Type Options => typeof(KnownAnswersOptions);

    public long SamplesAtLeast => 1;

    public IEnumerable<Finding> Check(AnalysisRequest request)
    {
        if (request.Criterion is not Criterion.AtMost)
            yield return new Finding(nameof(AnalysisSpec.Criterion), $"{Name} are held against at-most: a share of wrong ones.");
    }

    public IAnalysisSensor Open(AnalysisRequest request) => new Sensor(request, request.OptionsAs<KnownAnswersOptions>());

    private sealed class Sensor(AnalysisRequest request, KnownAnswersOptions options) : IAnalysisSensor
    {
        private IReadOnlyList<ReferenceRow>? _rows;
        private readonly HashSet<int> _asked = [];
        private readonly HashSet<int> _wrong = [];
        private int _next;

        public async Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken)
        {
            if (request.Answers is not { } answers)
                throw new MeasurementFailedException("nobody asks the revision here");
            _rows ??= options.File is { } file ? await ReadAsync(file, cancellationToken) : request.Rows;
            if (_rows.Count == 0)
                throw new MeasurementFailedException("there is no row whose answer is known");
            for (var asked = 0; asked < Math.Min(options.RowsPerLook, _rows.Count); asked++)
            {
                var difference = await answers.FindDifferenceAsync(look.Candidate.Revision, _rows[_next], cancellationToken);
                _asked.Add(_next);
                if (difference is not null)
                    _wrong.Add(_next);
                _next = (_next + 1) % _rows.Count;
            }

            return new CensusEvidence(_wrong.Count, _asked.Count, _rows.Count) { Noun = "rows" };
        }

        private async Task<IReadOnlyList<ReferenceRow>> ReadAsync(string file, CancellationToken cancellationToken)
        {
            try
            {
                var path = ContainedPath.Resolve(
                    request.Folder ?? throw new MeasurementFailedException($"'{file}' is in no folder"), file);
                if (new FileInfo(path).Length > MostBytes)
                    throw new MeasurementFailedException($"'{file}' has more than {MostBytes >> 20} MiB");
                var rows = new List<ReferenceRow>();
                await foreach (var line in System.IO.File.ReadLinesAsync(path, cancellationToken))
                {
                    if (line.AsSpan().Trim().Length > 0)
                        rows.Add(Parse(line, file, rows.Count + 1));
                    if (rows.Count > MostRows)
                        throw new MeasurementFailedException($"'{file}' has more than {MostRows} rows");
                }

                return rows;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new MeasurementFailedException($"'{file}' cannot be read ({exception.Message.TrimEnd('.')})");
            }
        }

        private static ReferenceRow Parse(string line, string file, int number)
        {
            try
            {
                var row = JsonSerializer.Deserialize<ReferenceRow>(line, DocumentJson.Options);
                return row is { Inputs.ValueKind: JsonValueKind.Object, Answer.ValueKind: JsonValueKind.Object }
                    ? row
                    : throw new JsonException("no inputs and answer");
            }
            catch (JsonException)
            {
                throw new MeasurementFailedException(
                    $"row {number} of '{file}' is not one: {{\"inputs\": {{...}}, \"answer\": {{...}}}} is");
            }
        }
    }
}
