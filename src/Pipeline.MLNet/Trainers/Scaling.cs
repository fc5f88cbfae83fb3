using Pipeline.Models.Features;

namespace Pipeline.MLNet.Trainers;

/// <summary>What becomes of numbers before something learns from them.</summary>
internal enum Scaling
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>Each column is divided by its largest magnitude in training.</summary>
    Magnitude,

    /// <summary>Each column is divided by the root of its mean square, so that a few monstrous numbers do not rule it.</summary>
    Spread,

    /// <summary>Each becomes an indicator of its range, of at most 16 that hold as many rows each.</summary>
    Bins,
}

/// <summary>What a trainer's scaling is in the words of features.</summary>
internal static class ScalingNeeds
{
    private const int Bins = 16;

    /// <summary>A linear model wants an indicator of each month: December is not twelve times January.</summary>
    public static FeatureNeeds Of(Scaling scaling) => scaling switch
    {
        Scaling.Magnitude => new FeatureNeeds { Scale = Scale.MaxAbs, Parts = PartEncoding.OneHot },
        Scaling.Spread => new FeatureNeeds { Scale = Scale.RootMeanSquare, Parts = PartEncoding.OneHot },
        Scaling.Bins => new FeatureNeeds { Bins = Bins, Parts = PartEncoding.OneHot },
        _ => FeatureNeeds.Nothing,
    };
}
