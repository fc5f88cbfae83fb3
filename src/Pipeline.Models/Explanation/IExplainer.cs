using System.Collections.Immutable;
using Pipeline.Core.Problems;
using Pipeline.Models.Tables;

namespace Pipeline.Models.Explanation;

/// <summary>
/// Says of single answers what each input adds to them: Shapley values (Lundberg and Lee 2017). Every member may be called by
/// many threads at once.
/// </summary>
public interface IExplainer
{
    /// <summary>One of <see cref="ExplanationMethods"/>.</summary>
    string Method { get; }

    /// <summary>In words what is explained: "score", "probability", "the answered class's probability".</summary>
    string Output { get; }

    /// <summary>How many rows stand for inputs that are not known; null where the trees' own covers do.</summary>
    int? Background { get; }

    /// <summary>How many rows the model is asked about to explain one; 0 where its trees tell.</summary>
    int AskedPerRow { get; }

    /// <summary>By row; the same for the same rows in the same order, whatever the number of threads.</summary>
    /// <exception cref="InvalidInputException">A column that the model reads is not there, or of another type.</exception>
    IReadOnlyList<Attribution> Explain(Table rows, CancellationToken cancellationToken);
}

/// <summary>The names of ways to Shapley values, as documents and answers have them.</summary>
public static class ExplanationMethods
{
    /// <summary>Exact, by trees and the number of training rows in their leaves.</summary>
    public const string PathDependent = "tree_shap_path_dependent";

    /// <summary>Exact, by trees and background rows.</summary>
    public const string Interventional = "tree_shap_interventional";

    /// <summary>Exact, of any model with few inputs, by asking it for all of their subsets.</summary>
    public const string Exact = "exact_shapley";

    /// <summary>Of any model, by asking it along random orders of its inputs; with a standard error.</summary>
    public const string Sampled = "sampled_shapley";
}

/// <summary>An answer, and what it is made of: the base value and all contributions add up to it.</summary>
public sealed record Attribution
{
    /// <summary>Which of the signature's outputs it is; null for a sum of trees that is none of them.</summary>
    public required string? Output { get; init; }

    /// <summary>The answer where no input is known.</summary>
    public required double BaseValue { get; init; }

    /// <summary>What the model answers, in the space that is explained.</summary>
    public required double Answer { get; init; }

    /// <summary>By input of the signature.</summary>
    public required ImmutableArray<double> Contributions { get; init; }

    /// <summary>By input, of the sampling; null where nothing was sampled.</summary>
    public ImmutableArray<double>? StandardErrors { get; init; }
}

/// <summary>How explanations are made.</summary>
public sealed record ExplainerOptions
{
    /// <summary>Trees are explained by background rows where there are any, though they have covers. Default: false.</summary>
    public bool IsInterventional { get; init; }

    /// <summary>What the sampling begins with. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Up to so many inputs, all their subsets are asked for. From 0 to 12; default 8.</summary>
    public int ExactInputs { get; init; } = 8;
}

/// <summary>Chooses who explains a model.</summary>
public static class Explainers
{
    /// <summary>
    /// By its trees where it shows them, else by asking it. Null where there is neither a tree with covers nor a background row.
    /// </summary>
    /// <param name="predictor">It stays its owner's.</param>
    /// <param name="background">What stands for inputs that are not known.</param>
    /// <param name="options">By default the usual ones.</param>
    public static IExplainer? Of(IPredictor predictor, Background background, ExplainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(background);
        options ??= new ExplainerOptions();
        var rows = background.Rows is { RowCount: > 0 } given ? given : null;
        if ((predictor as ITreeModel)?.Trees is { } trees)
        {
            var covered = background.Covers is { } covers ? trees with { Ensemble = trees.Ensemble.With(covers) } : trees;
            if (rows is not null && (options.IsInterventional || !covered.Ensemble.IsCovered))
                return new TreeExplainer(predictor.Signature, covered, rows);
            if (covered.Ensemble.IsCovered)
                return new TreeExplainer(predictor.Signature, covered, background: null);
        }

        return rows is null ? null : new ShapleySampler(predictor, rows, options);
    }
}
