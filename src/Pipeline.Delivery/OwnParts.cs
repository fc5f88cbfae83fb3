using Pipeline.Deployment.Processes;
using Pipeline.Evaluation.Metrics;
using Pipeline.MLNet;

namespace Pipeline.Delivery;

/// <summary>The toolkit's own parts, added as any other.</summary>
internal static class OwnParts
{
    /// <param name="builder">Takes them.</param>
    /// <param name="clock">Measures how long a training takes.</param>
    public static DeliveryBuilder AddOwnParts(this DeliveryBuilder builder, TimeProvider clock)
    {
        foreach (var trainer in MLNetTrainers.All(clock))
            builder.AddTrainer(trainer);
        foreach (var metric in StandardMetrics.All)
            builder.AddMetric(metric);
        return builder.AddFlavor(new MLNetFlavor()).AddEngine(new ProcessEngine());
    }
}
