using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Holds the dataset against its schema and expectations.</summary>
public interface IValidateData : IHasModel
{
    [Parameter("Copies rows that fail a check to artifacts/<model>/quarantine.csv")]
    bool Quarantine => TryGetValue<bool?>(() => Quarantine) ?? false;

    Target ValidateData => _ => _
        .Description("Holds the dataset against its schema and expectations")
        .Executes(() => Delivery.ValidateDataAsync(Quarantine, Cancellation));
}
