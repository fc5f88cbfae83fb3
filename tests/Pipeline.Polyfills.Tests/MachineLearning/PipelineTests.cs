using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Transforms;

namespace Pipeline.Polyfills.MachineLearning;

/// <summary>The polyfill as a caller of Microsoft.ML uses it.</summary>
public class PipelineTests
{
    private static readonly MLContext Context = new(seed: 7);

    private static readonly (float Age, string Job, bool Label)[] Rows =
        [.. Enumerable.Range(0, 200).Select(x => (x % 10 == 0 ? float.NaN : x, x % 3 == 0 ? "cook" : "smith", x > 120))];

    [Fact]
    public void Fit_Pipeline_AddsScoreAndProbability()
    {
        var model = Pipeline().Fit(new SampleView(Rows));

        var output = model.GetRowToRowMapper(SampleView.SampleSchema).OutputSchema;

        output.Columns.TakeLast(3).Select(x => x.Name).ShouldBe(["PredictedLabel", "Score", "Probability"]);
    }

    [Fact]
    public void Probability_OfRows_FollowsTheirLabel()
    {
        var model = Pipeline().Fit(new SampleView(Rows));

        var probabilities = Probabilities(model, new SampleView(Rows)).ToList();

        probabilities.Zip(Rows).Where(x => !float.IsNaN(x.Second.Age)).ShouldAllBe(x => x.First > 0.5 == x.Second.Label);
    }

    [Fact]
    public void Load_SavedModel_GivesTheSameProbabilities()
    {
        var model = Pipeline().Fit(new SampleView(Rows));
        using var stream = new MemoryStream();
        Context.Model.Save(model, SampleView.SampleSchema, stream);
        stream.Position = 0;

        var loaded = Context.Model.Load(stream, out var schema);

        schema.Columns.Select(x => x.Name).ShouldBe(["Age", "Job", "Label"]);
        Probabilities(loaded, new SampleView(Rows)).ShouldBe(Probabilities(model, new SampleView(Rows)));
    }

    [Fact]
    public void Save_SameModelTwice_WritesTheSameBytes()
    {
        var bytes = new[] { 1, 2 }.Select(_ =>
        {
            using var stream = new MemoryStream();
            Context.Model.Save(Pipeline().Fit(new SampleView(Rows)), SampleView.SampleSchema, stream);
            return stream.ToArray();
        }).ToList();

        bytes[1].ShouldBe(bytes[0]);
    }

    [Fact]
    public void Fit_ColumnOfAnotherType_NamesIt()
    {
        IEstimator<ITransformer> estimator = Context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Age")]);

        var fit = () => estimator.Fit(new SampleView(Rows));

        fit.ShouldThrow<ArgumentOutOfRangeException>().Message.ShouldContain("'Age': expected String, got Single");
    }

    [Fact]
    public void Fit_NoRows_IsRefused()
    {
        var fit = () => Pipeline().Fit(new SampleView([]));

        fit.ShouldThrow<InvalidOperationException>().Message.ShouldContain("0 instances");
    }

    [Fact]
    public void Estimators_WhatThePolyfillDoesNot_AreRefusedInOneSentence()
    {
        var refused = new Action[]
        {
            () => Context.Transforms.ReplaceMissingValues([]),
            () => Context.Transforms.Categorical.OneHotEncoding([], keyData: new SampleView([])),
            () => Context.Transforms.Categorical.OneHotEncoding([], (OneHotEncodingEstimator.OutputKind)3),
            () => Context.Transforms.Conversion.ConvertType([], (DataKind)10),
        };

        refused.ShouldAllBe(x => Record.Exception(x) is NotSupportedException);
    }

    private static IEstimator<ITransformer> Pipeline()
    {
        IEstimator<ITransformer> indicate = Context.Transforms.IndicateMissingValues([new InputOutputColumnPair("Gap", "Age")]);
        return indicate
            .Append(Context.Transforms.Conversion.ConvertType([new InputOutputColumnPair("Gap")]))
            .Append(Context.Transforms.ReplaceMissingValues(
                [new InputOutputColumnPair("Age")], MissingValueReplacingEstimator.ReplacementMode.Mean))
            .Append(Context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Job")]))
            .Append(Context.Transforms.Concatenate("Features", "Age", "Gap", "Job"))
            .Append(Context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { NumberOfTrees = 20 }));
    }

    private static IEnumerable<float> Probabilities(ITransformer model, IDataView view)
    {
        var mapper = model.GetRowToRowMapper(view.Schema);
        using var cursor = view.GetRowCursor(view.Schema.Columns);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema.Columns);
        var getter = row.GetGetter<float>(mapper.OutputSchema["Probability"]);
        var probability = 0f;
        while (cursor.MoveNext())
        {
            getter(ref probability);
            yield return probability;
        }
    }
}
