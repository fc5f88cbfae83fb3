using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Serving;

/// <summary>The manifest's <c>evaluation.prices</c>.</summary>
[Description("What servers cost, to say what predictions do.")]
public sealed record PriceTable : IValidatedRecord
{
    [Description("The currency of all prices, by its three letters.")]
    [RegularExpression("[A-Z]{3}")]
    public required string Currency { get; init; }

    [Description("Which share of what a server could answer it is asked, over day and night; 0.5 by default.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Utilisation { get; init; } = 0.5;

    [Description("The server that gates on cost are held against; by default the cheapest that is large enough.")]
    [Length(1, 100)]
    public string? Server { get; init; }

    [Description("Servers by name.")]
    [MinLength(1)]
    public required IReadOnlyDictionary<string, ServerPrice> Servers { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Server is not null && !Servers.ContainsKey(Server))
        {
            yield return new Finding(
                nameof(Server), $"The table has no server '{Server}'.", NearestNames.Hint(Server, [.. Servers.Keys]));
        }
    }
}

/// <summary>One server that can be had.</summary>
public sealed record ServerPrice
{
    [Description("How many processors it has; half a one is 0.5.")]
    [Range(0.0, 1024.0, MinimumIsExclusive = true)]
    public required double Processors { get; init; }

    [Description("Its memory in MB of a million bytes.")]
    [Range(1.0, 1e9)]
    public required double Memory { get; init; }

    [Description("What it costs in an hour.")]
    [Range(0.0, 1e6)]
    public required double PerHour { get; init; }
}

/// <summary>Makes the cost of predictions out of prices and what was measured.</summary>
internal static class CostSheet
{
    private const double SecondsPerHour = 3600;
    private const double Predictions = 1000;

    public static PredictionCost Of(PriceTable prices, ServerTest test)
    {
        var throughput = Find(test, ServerFigures.Throughput);
        var memory = Find(test, ServerFigures.Memory).Value as MeasuredValue.Number;
        List<ServerCost> servers =
        [
            .. prices.Servers.Select(pair => new ServerCost
            {
                Name = pair.Key,
                PricePerHour = pair.Value.PerHour,
                Processors = pair.Value.Processors,
                Memory = pair.Value.Memory,
                IsLargeEnough = memory is null ? null : memory.Value <= pair.Value.Memory,
                Per1000 = Cost(pair.Value, throughput, prices, test.Machine.Processors),
            }),
        ];
        return new PredictionCost
        {
            Currency = prices.Currency,
            Utilisation = prices.Utilisation,
            Server = prices.Server ?? servers
                .Where(server => server is { IsLargeEnough: true, Per1000.Value: MeasuredValue.Number })
                .MinBy(server => ((MeasuredValue.Number)server.Per1000.Value).Value)?.Name,
            Servers = servers,
        };
    }

    /// <summary>What gates are held against: the cost on the chosen server, or why there is none.</summary>
    public static Measurement Judged(PredictionCost cost)
    {
        var chosen = cost.Servers.FirstOrDefault(server => server.Name == cost.Server);
        return chosen switch
        {
            { IsLargeEnough: false } => Without($"the server '{chosen.Name}' has no room for the model's in its memory"),
            { } server => server.Per1000 with { Slice = server.Name },
            null when cost.Servers.FirstOrDefault(server => server.Per1000.Value is not MeasuredValue.Number) is { } broken =>
                broken.Per1000,
            null when cost.Servers.All(server => server.IsLargeEnough == false) => Without(
                "no server of the table has room for the model's in its memory"),
            null => Without("nobody knows which server is large enough; name one as evaluation.prices.server"),
        };

        Measurement Without(string reason) => new()
        {
            Name = PredictionCost.Name,
            Unit = cost.Currency,
            Value = new MeasuredValue.NotMeasured(reason),
        };
    }

    private static Measurement Cost(ServerPrice price, Measurement throughput, PriceTable prices, int measuredOn)
    {
        // Fewer processors answer less in proportion; that more answer more is nobody's promise.
        var share = Math.Min(1, price.Processors / measuredOn) * prices.Utilisation;
        var interval = throughput.Interval;
        return new Measurement
        {
            Name = PredictionCost.Name,
            Unit = prices.Currency,
            Value = throughput.Value is MeasuredValue.Number number ? At(number.Value) : throughput.Value,
            Samples = throughput.Samples,
            Interval = interval is { IsUsable: true, Low: > 0 }
                ? new ConfidenceInterval(At(interval.High), At(interval.Low), interval.Confidence)
                : null,
        };

        double At(double perSecond) => price.PerHour * Predictions / (perSecond * share * SecondsPerHour);
    }

    private static Measurement Find(ServerTest test, string figure) =>
        test.Measurements.Single(measured => measured.Name == figure);
}
