using System;
using EngineBuild;

return Environment.GetEnvironmentVariable("BUILD_CLASS") switch
{
    nameof(Circular) => Circular.Run(),
    nameof(Relations) => Relations.Run(),
    nameof(Conditions) => Conditions.Run(),
    nameof(Values) => Values.Run(),
    nameof(Overriding) => Overriding.Run(),
    nameof(Events) => Events.Run(),
    var other => throw new ArgumentException($"There is no build class '{other}'."),
};
