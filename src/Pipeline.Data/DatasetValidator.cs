using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Expectations;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Profiling;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Spilling;
using Pipeline.Data.Splits;
using Pipeline.Manifest;
using Pipeline.Models.Documents;

namespace Pipeline.Data;

/// <summary>Reads a dataset once, and says what it is and whether it is what its manifest expects.</summary>
public static class DatasetValidator
{
    /// <summary>The input of a document that is the digest of the manifest's section.</summary>
    internal const string SectionInput = "manifest.data";

    private const string Step = "validating data";
    private const string Again = "looking up examples";
    private const string Aside = "setting rows aside";

    /// <summary>
    /// A file or manifest that cannot be made sense of is a list of problems; data that is not as expected is a report that
    /// fails.
    /// </summary>
    public static async Task<Validated<DatasetDocument>> ValidateAsync(
        DatasetRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var opened = await DatasetSource.OpenAsync(request, isHashed: true, progress, cancellationToken);
        if (!opened.TryGet(out var reader))
            return Validated.Invalid<DatasetDocument>(opened.Problems);
        using (reader)
        {
            var schema = BoundSchema.Bind(request.Manifest, reader.Header, reader.Guess);
            if (!schema.IsValid)
                return Validated.Invalid<DatasetDocument>(schema.Problems);
            using var spill = new SpillFile(request.TemporaryFolder);
            var options = new ExpectationOptions
            {
                Spill = spill,
                Now = request.Clock.GetUtcNow(),
                Catalog = request.Expectations,
                KeepsRows = request.QuarantinePath is not null,
            };
            var plan = new ExpectationPlan(schema.Value, options).All();
            return plan.TryGet(out var expectations)
                ? await new Validation(request, schema.Value, expectations).RunAsync(reader, progress, cancellationToken)
                : Validated.Invalid<DatasetDocument>(plan.Problems);
        }
    }

    private sealed class Validation
    {
        private readonly DatasetRequest _request;
        private readonly BoundSchema _schema;
        private readonly DatasetScan _scan;
        private readonly DatasetSplitter _splitter;
        private readonly IReadOnlyList<Expectation> _expectations;

        public Validation(DatasetRequest request, BoundSchema schema, IReadOnlyList<Expectation> expectations)
        {
            (_request, _schema, _expectations) = (request, schema, expectations);
            _scan = new DatasetScan(schema);
            _splitter = DatasetSplitter.Of(schema.Section.Split, schema.SplitColumns(), schema.Markers);
        }

        public async Task<Validated<DatasetDocument>> RunAsync(
            DatasetSource reader, IProgress<StepEvent> progress, CancellationToken cancellationToken)
        {
            var drift = new DriftWatch(_request, reader, _schema);
            await RowPass.RunAsync(
                reader,
                [_scan, _splitter.Rows, .. drift.Observers, .. _expectations],
                _request.Pass(Step, progress),
                cancellationToken);
            var data = reader.Finish();
            if (reader.Problems.Count > 0)
                return Validated.Invalid<DatasetDocument>(reader.Problems);
            if (_scan.RowCount == 0)
                return Validated.Invalid<DatasetDocument>(reader.NoRows);
            var label = LabelReading.Of(_schema, _scan);
            var split = _splitter.Finish(_scan.RowCount);
            List<Problem> problems = [.. label.Problems, .. split.Problems.Select(AtSplit)];
            if (problems.Count > 0)
                return Validated.Invalid<DatasetDocument>(problems);
            var judged = await JudgeAsync(new JudgedData
            {
                Rows = _scan.RowCount,
                Classes = _scan.Classes,
                Split = split.Value,
                Ignored = [.. _scan.Describe().Where(x => x.Role == ColumnRole.Ignored).Select(x => x.Name)],
                Types = _scan.Describe().ToDictionary(x => x.Name, x => x.Type),
                DecimalCommas = _scan.DecimalCommas,
                Files = reader.Files,
                Drift = await drift.FinishAsync(cancellationToken),
            }, cancellationToken);
            var checks = await CompleteAsync(judged, progress, cancellationToken);
            if (_request.QuarantinePath is { } path)
                await QuarantineAsync(path, checks, progress, cancellationToken);
            return Validated.Valid(Document(label.Value, split.Value, data, checks) with { Size = reader.Size });
        }

        private async Task<IReadOnlyList<DataCheck>> JudgeAsync(JudgedData data, CancellationToken cancellationToken)
        {
            var checks = new IReadOnlyList<DataCheck>[_expectations.Count];
            var options = new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Max(1, _request.Threads),
                CancellationToken = cancellationToken,
            };
            await Parallel.ForAsync(0, checks.Length, options, (index, _) =>
            {
                checks[index] = [.. _expectations[index].Judge(data)];
                return ValueTask.CompletedTask;
            });
            return CheckNames.Distinct(checks.SelectMany(x => x));
        }

        /// <summary>Reads once more where rows have been found whose values are known only now.</summary>
        private async Task<IReadOnlyList<DataCheck>> CompleteAsync(
            IReadOnlyList<DataCheck> checks, IProgress<StepEvent> progress, CancellationToken cancellationToken)
        {
            var examples = new ExampleReader(checks);
            if (examples.IsDone)
                return checks;
            var opened = await DatasetSource.OpenAsync(_request, isHashed: false, progress, cancellationToken);
            if (!opened.TryGet(out var source))
                return checks;
            using (source)
            {
                var options = _request.Pass(Again, progress) with { IsOver = () => examples.IsDone };
                await RowPass.RunAsync(source, [examples], options, cancellationToken);
            }

            return examples.Complete();
        }

        private async Task QuarantineAsync(
            string path, IReadOnlyList<DataCheck> checks, IProgress<StepEvent> progress, CancellationToken cancellationToken)
        {
            var rows = new QuarantineRows(checks);
            File.Delete(path);
            if (rows.IsEmpty)
                return;
            var opened = await DatasetSource.OpenAsync(_request, isHashed: false, progress, cancellationToken);
            using var source = opened.OrThrow();
            using var file = new QuarantineFile(path, rows, source.Header);
            await RowPass.RunAsync(source, [file], _request.Pass(Aside, progress), cancellationToken);
            file.Finish();
        }

        private Problem AtSplit(Problem problem) =>
            problem.File.Length > 0 ? problem : _schema.Manifest.Locate("data.split").Problem(problem.Message, problem.Hint);

        private DatasetDocument Document(DatasetLabel label, Split split, Digest data, IReadOnlyList<DataCheck> checks)
        {
            var section = _schema.Section;
            return new DatasetDocument
            {
                Path = section.Path,
                Data = data,
                Size = 0,
                Rows = _scan.RowCount,
                Columns = _scan.Describe(),
                Label = label,
                Protected = section.Protected,
                Split = new DatasetSplit(
                    section.Split.By.ToString().ToLowerInvariant(), split.TrainCount, split.TestCount, split.Digest),
                Report = new CheckReport([.. checks.Select(x => x.Result)]),
                Evidence = [.. checks.Select(x => x.Evidence)],
                Inputs = new Dictionary<string, Digest>
                {
                    ["data"] = data,
                    [SectionInput] = _schema.Manifest.DigestOf("data")!.Value,
                },
            };
        }
    }
}
