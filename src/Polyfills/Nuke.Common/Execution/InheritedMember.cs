using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Reads a member as a base class or a component declares it, past whatever overrides it.</summary>
internal static class InheritedMember
{
    public static Target Definition<T>(Expression<Func<T, Target>> target, NukeBuild build) =>
        target.Body is MemberExpression { Member: PropertyInfo property }
            ? Read(property, build)
            : throw new ArgumentException($"'{target}' does not name a target.", nameof(target));

    /// <summary>The definitions that a target member overrides, the nearest on top.</summary>
    public static Stack<Target> Overridden(PropertyInfo property, NukeBuild build)
    {
        var found = new List<Target>();
        for (var type = property.DeclaringType?.BaseType; type is not null && property.GetMethod.IsVirtual; type = type.BaseType)
        {
            var inherited = type.GetProperty(property.Name, Flags);
            if (inherited is not null && !inherited.GetMethod.IsAbstract)
                found.Add(Read(inherited, build));
        }

        found.Reverse();
        return new Stack<Target>(found);
    }

    private const BindingFlags Flags =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static Target Read(PropertyInfo property, NukeBuild build)
    {
        var pointer = property.GetMethod.MethodHandle.GetFunctionPointer();
        var getter = (Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, pointer);
        return getter();
    }
}
