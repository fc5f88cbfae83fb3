using System;
using System.Reflection;

namespace Nuke.Common.CI;

/// <summary>A parameter that says which share of the work this run does; without a value it does all of it.</summary>
public class PartitionAttribute(int total) : ParameterAttribute("Partition to use on CI.")
{
    public int Total { get; } = total;

    public override bool List => false;

    public override object GetValue(MemberInfo member, object instance)
    {
        if (base.GetValue(member, instance) is not Partition partition)
            return Partition.Single;

        return partition.Total == Total ? partition : throw new InvalidOperationException(
            $"{member.Name} is {partition}, but the work is divided into {Total}; the number after the slash must be {Total}.");
    }
}
