using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Labels;
using Pipeline.Data.Expectations.Rows;
using Pipeline.Data.Profiling;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data;

/// <summary>Reads a dataset once, and says what its values are like.</summary>
public static class ProfileMaker
{
    private const string Step = "profiling data";

    /// <summary>
    /// What the manifest says of columns is taken for granted; whether it holds is what validation finds out. A column that it
    /// names and the file lacks is a problem, and so is a file without rows.
    /// </summary>
    public static async Task<Validated<ProfileDocument>> ProfileAsync(
        DatasetRequest request, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var opened = await DatasetSource.OpenAsync(request, isHashed: true, progress, cancellationToken);
        if (!opened.TryGet(out var source))
            return Validated.Invalid<ProfileDocument>(opened.Problems);
        using (source)
        {
            var schema = BoundSchema.Bind(request.Manifest, source.Header, source.Guess);
            if (!schema.IsValid)
                return Validated.Invalid<ProfileDocument>(schema.Problems);
            var profiler = Profiler(request, source, schema.Value, source.Header);
            var label = LabelPowers.Of(schema.Value);
            var lineBreaks = LineBreakExpectation.TryOf(request.Section, keepsRows: false);
            RowAccumulator[] observers = lineBreaks is null ? [profiler, label] : [profiler, label, lineBreaks];
            await RowPass.RunAsync(source, observers, request.Pass(Step, progress), cancellationToken);
            var data = source.Finish();
            if (lineBreaks?.Warning is { } warning)
                progress.Report(new StepEvent.Warned(Step, warning));
            if (source.Problems.Count > 0)
                return Validated.Invalid<ProfileDocument>(source.Problems);
            return profiler.RowCount == 0
                ? Validated.Invalid<ProfileDocument>(source.NoRows)
                : Validated.Valid(new ProfileDocument
                {
                    Path = request.Section.Path,
                    Data = data,
                    Rows = profiler.RowCount,
                    Columns = WithPowers(profiler.Describe(), label.Measure(out _)),
                    Inputs = new Dictionary<string, Digest> { ["data"] = data },
                });
        }
    }

    /// <summary>What no model reads gives nothing away.</summary>
    private static IReadOnlyList<ColumnProfile> WithPowers(
        IReadOnlyList<ColumnProfile> columns, IReadOnlyDictionary<string, LabelPower> powers) =>
    [
        .. columns.Select(x => x.Type == DataType.Identifier
            ? x
            : x with { LabelPower = powers.GetValueOrDefault(x.Name) }),
    ];

    /// <param name="request">Says how much is read at once.</param>
    /// <param name="source">From its beginning.</param>
    /// <param name="schema">Says what is known of the columns.</param>
    /// <param name="names">The columns to profile.</param>
    internal static DatasetProfiler Profiler(
        DatasetRequest request, DatasetSource source, BoundSchema schema, IReadOnlyList<string> names)
    {
        var section = schema.Section;
        var partitions = RowPass.PartitionsOf(source.TotalBytes, request.BlockBytes);
        var columns = names.Select(x => Profiler(schema.View(x), section.Columns.GetValueOrDefault(x), partitions));
        return new DatasetProfiler(
            names,
            [.. columns],
            new TargetReader(schema.Manifest.Frame.Task, section.Label, schema.View(section.Label.Column)));
    }

    private static ColumnProfiler Profiler(ColumnView view, ColumnSpec? spec, int partitions) =>
        new(view, spec?.Type, spec?.Personal == true, partitions);
}
