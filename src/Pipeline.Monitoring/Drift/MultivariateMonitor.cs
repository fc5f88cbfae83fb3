using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Drift;

/// <summary>Ways to see that the relations between columns have changed.</summary>
public enum MultivariateMethod
{
    /// <summary>The area of a model that tells rows of the window from rows of the training data.</summary>
    DomainClassifier,

    /// <summary>The error of principal components.</summary>
    Reconstruction,
}

/// <summary>What a sample of a window's rows shows that no column shows alone.</summary>
public sealed class MultivariateMonitor
{
    /// <summary>In standard deviations of the mean error of so many rows of the training data.</summary>
    public const string ReconstructionShift = "pca_reconstruction_shift";

    /// <summary>0.5 where nothing has changed, up to 1.</summary>
    public const string DomainArea = "domain_classifier_auc";

    private const int Seed = 1;

    /// <summary>What rules ask for; nothing by default.</summary>
    public IReadOnlySet<MultivariateMethod> Methods { get; init; } = new HashSet<MultivariateMethod>();

    /// <summary>Tells rows apart; null where nothing can.</summary>
    public DomainClassifier? Classifier { get; init; }

    /// <summary>Rows of what a model learned from, without personal columns; problems where they are not at hand.</summary>
    public Func<WatchedModel, Validated<Table>> Reference { get; init; } = _ =>
        Validated.Invalid<Table>(new Problem("The training data is not here."));

    /// <summary>The name that a method's number has.</summary>
    public static string NameOf(MultivariateMethod method) =>
        method == MultivariateMethod.DomainClassifier ? DomainArea : ReconstructionShift;

    /// <summary>A measurement for each method, with the reason where it could not be made.</summary>
    /// <param name="model">Whose window it is.</param>
    /// <param name="sample">Of the window's rows; null without rows.</param>
    /// <param name="cancellationToken">Ends it between two folds.</param>
    public IReadOnlyList<Measurement> Measure(WatchedModel model, Table? sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        return
        [
            .. Methods.Order().SelectMany(method => sample is null
                ? [Without(method, new MeasuredValue.NotApplicable("the model has no inputs that are not personal"), 0)]
                : method == MultivariateMethod.DomainClassifier
                    ? Classified(model, sample, cancellationToken)
                    : Reconstructed(model, sample)),
        ];
    }

    private Measurement[] Classified(WatchedModel model, Table sample, CancellationToken cancellationToken)
    {
        if (Classifier is null)
            return [Without(MultivariateMethod.DomainClassifier, NotMeasured("no trainer is here that tells rows apart"), 0)];
        var area = Reference(model) is var rows && rows.TryGet(out var reference)
            ? Classifier.Compare(reference, sample, Seed, cancellationToken)
            : Validated.Invalid<DomainArea>(rows.Problems);
        return area.TryGet(out var found)
            ? [found.ToMeasurement()]
            : [Without(MultivariateMethod.DomainClassifier, Unmeasured(area.Problems, sample), sample.RowCount)];
    }

    private static Measurement[] Reconstructed(WatchedModel model, Table sample)
    {
        if (model.Reference?.Reconstruction is not { } reference)
            return [Without(MultivariateMethod.Reconstruction, NotMeasured("the evaluation kept no principal components"), 0)];
        var compared = new Reconstruction(reference).Compare(sample);
        if (!compared.TryGet(out var error))
            return [Without(MultivariateMethod.Reconstruction, Unmeasured(compared.Problems, sample), sample.RowCount)];
        return
        [
            new() { Name = ReconstructionShift, Value = error.Shift, Unit = "deviations", Samples = error.Samples },
            error.ToMeasurement(),
        ];
    }

    /// <summary>Too few rows are no fault of anybody's.</summary>
    private static MeasuredValue Unmeasured(IReadOnlyList<Problem> problems, Table sample) =>
        sample.RowCount < DomainClassifier.FewestRows
            ? new MeasuredValue.NotApplicable(problems[0].Message.TrimEnd('.'))
            : NotMeasured(problems[0].Message);

    private static MeasuredValue.NotMeasured NotMeasured(string reason) => new(reason.TrimEnd('.'));

    private static Measurement Without(MultivariateMethod method, MeasuredValue value, int samples) =>
        new() { Name = NameOf(method), Value = value, Samples = samples };
}
