using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>What the model does in the server that will serve it, and what predictions cost.</summary>
internal static class ServerSection
{
    public static ReportSection Of(EvaluationDocument document) => new("server", "In the server", Lead(document.Server))
    {
        Figures = document.Server is { Latencies.Count: > 1 } server ? [Latency(server)] : [],
        Grids =
        [
            .. document.Server is { Measurements.Count: > 0 } measured
                ? [new ReportGrid(
                    ["figure", "#value", "#samples"],
                    [.. measured.Measurements.Select(figure => (IReadOnlyList<ReportCell>)
                        [figure.Name, MeasurementWords.Value(figure), MeasurementWords.Samples(figure)])])]
                : Array.Empty<ReportGrid>(),
            .. document.Cost is { Servers.Count: > 0 } cost ? [Costs(cost)] : Array.Empty<ReportGrid>(),
        ],
    };

    private static string? Lead(ServerTest? server) => server is null ? null
        : $"{Figure.OfWhole(server.Load.Requests)} requests of one row each, one after another, to {server.Program} on this "
            + "build's machine. Measured again, the numbers are others.";

    private static ReportFigure Latency(ServerTest server) => new(
        "latency",
        new XyPlot
        {
            Title = "How long requests take",
            Description = string.Join("; ", server.Latencies.Select(latency =>
                $"{Figure.OfPercent(latency.Quantile)} within {Figure.Of(latency.Milliseconds)} ms")),
            X = "milliseconds",
            Y = "share of requests that took no longer",
            YEnds = (0, 1),
            Marks =
            [
                new PlotMark.Line(
                    [.. server.Latencies.Select(latency => latency.Milliseconds)],
                    [.. server.Latencies.Select(latency => latency.Quantile)]),
            ],
        },
        "The last hundredth, far to the right, is what a caller in a hurry meets now and then.");

    private static ReportGrid Costs(PredictionCost cost) => new(
        ["server", $"#{cost.Currency} an hour", "#processors", "#memory in MB", $"#{cost.Currency} for 1,000 predictions"],
        [.. cost.Servers.Select(server => (IReadOnlyList<ReportCell>)
        [
            server.Name == cost.Server ? $"{server.Name} (held against gates)" : server.Name,
            Figure.Of(server.PricePerHour), Figure.Of(server.Processors), Figure.Of(server.Memory),
            server.IsLargeEnough == false ? "too small" : MeasurementWords.Value(server.Per1000),
        ])])
    {
        Title = $"What predictions cost, asked {Figure.OfPercent(cost.Utilisation)} of what a server can answer",
    };
}
