import { Department, Position, User } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';

/**
 * People who sign for a department: those appointed to a post that heads it, or, where it has none, to one that heads the department
 * above it, up to its bureau. Without those who may not sign in, and whose appointment is not in force.
 */
export async function headsOf(client: ObjectClient, department: string, now: Date): Promise<string[]> {
  const [departments, positions, users] = await Promise.all([client.list(Department), client.list(Position), client.list(User)]);
  const above = new Map(departments.map((d) => [d.metadata.name, d.spec]));
  let at: string | undefined = department;
  for (let depth = 0; at && depth < 12; depth += 1) {
    const spec = above.get(at);
    if (!spec || (spec.category === 'district' && at !== department)) return [];
    const posts = new Set(positions.filter((p) => p.spec.head && p.spec.departmentRef === at).map((p) => p.metadata.name));
    const heads = users.filter(
      (user) =>
        !user.spec.disabled &&
        user.spec.appointments?.some((a) => a.departmentRef === at && posts.has(a.positionRef) && inForce(a.from, a.until, now)),
    );
    if (heads.length > 0) return heads.map((user) => user.metadata.name).sort();
    at = spec.parentRef;
  }
  return [];
}

function inForce(from: string | undefined, until: string | undefined, now: Date): boolean {
  return (!from || Date.parse(from) <= now.getTime()) && (!until || Date.parse(until) > now.getTime());
}
