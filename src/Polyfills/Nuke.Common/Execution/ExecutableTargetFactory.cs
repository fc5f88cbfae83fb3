using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Finds the targets of a build, in the order of their declaration, and runs their definitions.</summary>
internal static class ExecutableTargetFactory
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<ExecutableTarget> Create(NukeBuild build, IReadOnlyList<Target> defaults)
    {
        var targets = Members(build.GetType()).Select(x => CreateOne(build, x)).ToList();
        foreach (var target in targets)
            target.IsDefault = defaults.Any(x => x.Equals(target.Factory));

        foreach (var (target, definition) in targets.Select(x => (x, Define(build, x))).ToList())
        {
            foreach (var relation in definition.Relations)
                Apply(target, relation, relation.Others(targets));
        }

        return targets;
    }

    private static ExecutableTarget CreateOne(NukeBuild build, PropertyInfo member)
    {
        var name = member.Name[(member.Name.LastIndexOf('.') + 1)..];
        return new ExecutableTarget { Name = name, Member = member, Factory = (Target)member.GetValue(build) };
    }

    private static TargetDefinition Define(NukeBuild build, ExecutableTarget target)
    {
        var definition = new TargetDefinition(build, target, InheritedMember.Overridden((PropertyInfo)target.Member, build));
        ((Target)target.Factory)(definition);
        return definition;
    }

    private static IEnumerable<PropertyInfo> Members(Type type)
    {
        var types = new List<Type>();
        for (var current = type; current != typeof(NukeBuild); current = current.BaseType)
            types.Add(current);
        return types.Concat(type.GetInterfaces()).SelectMany(x => x.GetProperties(Declared))
            .Where(x => x.PropertyType == typeof(Target) && !x.GetMethod.IsAbstract)
            .DistinctBy(x => x.Name[(x.Name.LastIndexOf('.') + 1)..]);
    }

    private static void Apply(ExecutableTarget target, TargetRelation relation, IReadOnlyList<ExecutableTarget> others)
    {
        foreach (var other in others)
        {
            var (from, to) = relation.Kind is RelationKind.DependentFor or RelationKind.Before or RelationKind.TriggeredBy
                ? (other, target)
                : (target, other);
            Apply(relation, from, to);
        }
    }

    private static void Apply(TargetRelation relation, ExecutableTarget from, ExecutableTarget to)
    {
        switch (relation.Kind)
        {
            case RelationKind.DependsOn or RelationKind.DependentFor:
                from.ExecutionDependencies.Add(to);
                break;
            case RelationKind.After or RelationKind.Before:
                from.OrderDependencies.Add(to);
                break;
            case RelationKind.Triggers or RelationKind.TriggeredBy:
                from.Triggers.Add(to);
                to.TriggerDependencies.Add(from);
                break;
            default:
                var artifacts = relation.Artifacts.Count > 0 ? relation.Artifacts : to.ArtifactProducts;
                from.ArtifactDependencies.AddRange(to, artifacts);
                break;
        }
    }
}
