using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data;
using Pipeline.Evaluation;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery.Monitoring;

/// <summary>Makes what measures the rows of windows, as the manifest has it.</summary>
internal sealed class MeasurerMaker(DeliveryContext context, MonitoringSection section)
{
    private const int Seed = 1;

    private ModelWorkspace Workspace => context.Workspace;

    public async Task<RowsMeasurer> MakeAsync(CancellationToken cancellationToken)
    {
        var evaluation = Workspace.Manifest.Get<EvaluationSection>();
        var options = new PerformanceOptions
        {
            Resamples = evaluation.Bootstrap.Resamples,
            Confidence = evaluation.Bootstrap.Confidence,
            Seed = evaluation.Bootstrap.Seed,
        };
        return new RowsMeasurer(await Workspace.Parts.MetricsAsync(cancellationToken), evaluation.Fairness, options)
        {
            Predictors = Workspace.Parts.OwnPredictors,
            Multivariate = await MultivariateAsync(cancellationToken),
        };
    }

    private async Task<MultivariateMonitor> MultivariateAsync(CancellationToken cancellationToken)
    {
        var methods = (section.Rules ?? []).OfType<MultivariateRule>().Select(x => x.Method).ToHashSet();
        if (!methods.Contains(MultivariateMethod.DomainClassifier))
            return new MultivariateMonitor { Methods = methods };
        var (data, table) = await FindAsync(cancellationToken);
        return new MultivariateMonitor
        {
            Methods = methods,
            Classifier = new DomainClassifier(Workspace.Parts.Trees, Workspace.Parts.OwnPredictors),
            Reference = model => model.Data == data ? table : Validated.Invalid<Table>(new Problem(
                "The data here is not what the model learned from.", "Check the data of its version out.")),
        };
    }

    /// <summary>Some rows of the data in this clone, without personal columns, and which data it is.</summary>
    private async Task<(Digest? Data, Validated<Table> Rows)> FindAsync(CancellationToken cancellationToken)
    {
        Dataset data;
        try
        {
            data = await Workspace.LoadDataAsync(cancellationToken);
        }
        catch (InvalidInputException exception)
        {
            return (null, Validated.Invalid<Table>(exception.Problems));
        }

        var sample = new Reservoir<int>(DomainClassifier.MostRows, Seed);
        for (var row = 0; row < data.Rows.RowCount; row++)
            sample.Add(row);
        var kept = data.Document.Columns.Where(x => x is { Role: ColumnRole.Feature, IsPersonal: false }
            && x.Type is not (DataType.Identifier or DataType.Timestamp)).Select(x => x.Name);
        return (data.Document.Data, Validated.Valid(data.Rows.Keep(kept).Select([.. sample.Items.Order()])));
    }
}
