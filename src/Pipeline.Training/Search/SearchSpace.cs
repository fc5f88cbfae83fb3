using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Training.Search;

/// <summary>
/// The options that a search tries, on top of those that the manifest fixes. Every end of every range was accepted by the
/// trainer's options.
/// </summary>
internal sealed class SearchSpace
{
    private const string OptionsPath = "training.options";

    private readonly ITrainer _trainer;
    private readonly ManifestNode _base;
    private readonly IReadOnlyList<string> _around;
    private readonly IReadOnlyList<string> _distributions;

    private SearchSpace(
        ITrainer trainer,
        ManifestNode fixedOptions,
        IReadOnlyList<string> around,
        IReadOnlyList<(SearchParameter Parameter, string Distribution)> parameters)
    {
        (_trainer, _base, _around) = (trainer, fixedOptions, around);
        Parameters = [.. parameters.Select(pair => pair.Parameter)];
        _distributions = [.. parameters.Select(pair => pair.Distribution)];
    }

    public IReadOnlyList<SearchParameter> Parameters { get; }

    /// <summary>How many combinations a grid has; null where a parameter has too many values to list.</summary>
    public long? Combinations => Parameters.All(parameter => parameter.Count is not null)
        ? Parameters.Aggregate(1L, (count, parameter) => Math.Min(int.MaxValue, count * parameter.Count!.Value))
        : null;

    /// <summary>What is wrong with a parameter is a problem where it stands.</summary>
    public static Validated<SearchSpace> Of(
        BoundManifest<ModelFrame> manifest, ITrainer trainer, TrainingSection section, SearchSection search)
    {
        var fixedOptions = TrainerChoice.Written(section) ?? ManifestNode.Empty(OptionsPath, manifest.Locate("training"));
        string[] around = section.Trainer.Text is null ? [TrainerChoice.OptionsKey] : [];
        var read = new ParameterReader(manifest, Accepts).Read(search.Parameters);
        if (!read.TryGet(out var parameters))
            return Validated.Invalid<SearchSpace>(read.Problems);
        var space = new SearchSpace(trainer, fixedOptions, around, parameters);
        var endless = space.Parameters.FirstOrDefault(parameter => parameter.Count is null);
        if (search.Method == SearchMethod.Grid && endless is not null)
        {
            return Validated.Invalid<SearchSpace>(endless.Place.Location.Problem(
                $"A grid tries every value, and '{endless.Name}' has no end of them.",
                "Write values: [...], an int_uniform or a q_uniform of fewer than a million steps, or another method."));
        }

        return Validated.Valid(space);

        IReadOnlyList<Problem> Accepts(IReadOnlyList<string> keys, ManifestNode value) =>
            fixedOptions.With([.. around, .. keys], value).Bind(trainer.Options).Problems;
    }

    /// <summary>As documents have them.</summary>
    public IReadOnlyList<SearchedOption> Describe() =>
    [
        .. Parameters.Zip(_distributions, (parameter, distribution) => new SearchedOption(
            parameter.Name, distribution, parameter is NumberParameter { Scale: not NumberScale.Linear })),
    ];

    /// <summary>The trainer with a setting's options. Several that are wrong only together are problems.</summary>
    /// <param name="setting">Coordinates, by parameter.</param>
    /// <param name="iterations">The option that counts them, and how many instead of those of the setting.</param>
    public Validated<TrainerChoice> Choose(double[] setting, (string Key, int Count)? iterations = null)
    {
        var node = _base;
        foreach (var (parameter, coordinate) in Parameters.Zip(setting))
            node = node.With([.. _around, .. parameter.Keys], parameter.ValueOf(coordinate));
        if (iterations is var (key, count))
            node = node.With([.. _around, key], ManifestNode.Number(count, isWhole: true, node));
        var bound = node.Bind(_trainer.Options);
        return bound.TryGet(out var options)
            ? Validated.Valid(new TrainerChoice(_trainer, options))
            : Validated.Invalid<TrainerChoice>(bound.Problems);
    }

    /// <summary>A setting as documents have it.</summary>
    public IReadOnlyDictionary<string, JsonElement> Write(double[] setting)
    {
        var values = new OrderedDictionary<string, JsonElement>();
        foreach (var (parameter, coordinate) in Parameters.Zip(setting))
            values.Add(parameter.Name, JsonSerializer.SerializeToElement(parameter.ValueOf(coordinate).ToJson()));
        return values;
    }
}
